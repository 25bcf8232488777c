"""Learns what utterances mean from the samples of the interaction models, for the simulator.

``make model`` runs it whenever the models have changed: a logistic regression on the stems of every
sentence that the samples spell out. What it learns is written beside ``simulator/learned``, where
it is used; a test fails when it was learnt from other models than those that are here.

* ``material``   the sentences, with what they mean
* ``__main__``   learns
"""
