"""The simulator as a page in the browser: ``python -m simulator.web``.

* ``conversation``  one page's device, with all that was said
* ``export``        a conversation as a file for ``tests/conversations``
* ``server``        the page, and the few addresses that it asks
* ``static``        the page itself: HTML, CSS and small JavaScript modules, no build step
"""
