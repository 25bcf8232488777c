"""The ears of pocketsphinx."""

from collections.abc import Iterable
from itertools import islice

from pocketsphinx import Config, Decoder, get_model_path

from .grammar import automaton
from .voices import RATE, pronounced

__all__ = ["Ears"]

#: A fifth of a second of silence, so that nothing is cut off at either end.
_SILENCE = bytes(2 * RATE // 5)

#: Words are dear and silence is cheap, or the silence at the end becomes a word. The beams are
#: narrower than usual: that takes less than half the time.
_HEARING = {"wip": 0.05, "silprob": 0.3, "beam": 1e-30, "pbeam": 1e-30, "wbeam": 1e-20}

#: So many guesses are looked through for one that is a whole sentence.
_GUESSES = 50


class Ears:
    """Hears which of some sentences was said."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Take the sentences, in lower case; a word that the dictionary lacks is looked up."""
        self._sentences = frozenset(sentences)
        model = get_model_path("en-us")
        self._decoder = Decoder(
            Config(
                hmm=f"{model}/en-us",
                dict=f"{model}/cmudict-en-us.dict",
                lm=None,
                samprate=RATE,
                loglevel="FATAL",
                **_HEARING,
            )
        )
        words = {word for sentence in self._sentences for word in sentence.split()}
        unknown = sorted(word for word in words if self._decoder.lookup_word(word) is None)
        for word, sounds in pronounced(unknown).items():
            self._decoder.add_word(word, sounds, update=True)
        known = automaton(sorted(self._sentences))
        # An arc without a word has no fourth part.
        arcs = [(arc.begin, arc.end, 1.0, *filter(None, [arc.word])) for arc in known.arcs]
        self._decoder.add_fsg("all", self._decoder.create_fsg("all", known.begin, known.end, arcs))
        self._decoder.activate_search("all")

    def hear(self, sound: bytes) -> str:
        """Give the sentence that these samples sound most like; empty where nothing fits."""
        self._decoder.start_utt()
        self._decoder.process_raw(_SILENCE + sound + _SILENCE, full_utt=True)
        self._decoder.end_utt()
        best = self._decoder.hyp()
        if best is None or best.hypstr in self._sentences:
            return str(best.hypstr) if best else ""
        # It stopped in the middle of a sentence. What it thought of besides may be a whole one.
        # Some of them are nothing.
        guesses = (str(each.hypstr) for each in islice(self._decoder.nbest(), _GUESSES) if each)
        return next((guess for guess in guesses if guess in self._sentences), "")
