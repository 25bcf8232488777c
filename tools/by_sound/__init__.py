"""Talks to the skill with machine voices, both ways, and lists what is misheard.

``make by-sound`` has flite say what a person would say, pocketsphinx hear it, the skill answer,
and flite say the answer into a sound file. pocketsphinx listens with a grammar made from the
interaction model: it knows the model's sentences and must take what it hears for one of them. So
this proves the loop, and shows which sentences sound alike; it is no claim about how well Alexa
hears people.

* ``grammar``        sentences as the smallest automaton that accepts them, and nothing else
* ``voices``         flite
* ``ears``           pocketsphinx
* ``corpus``         what is said
* ``listening``      many utterances, on all processors, and what they were taken for
* ``conversations``  whole conversations, both ways
"""
