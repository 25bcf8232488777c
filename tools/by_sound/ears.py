"""The ears of pocketsphinx."""

from collections.abc import Iterable

from pocketsphinx import Config, Decoder, get_model_path

from .grammar import automaton
from .voices import RATE, pronounced

__all__ = ["Ears"]

#: A fifth of a second of silence, so that nothing is cut off at either end.
_SILENCE = bytes(2 * RATE // 5)


class Ears:
    """Hears which of some sentences was said."""

    def __init__(self, sentences: Iterable[str]) -> None:
        """Take the sentences, in lower case; a word that the dictionary lacks is looked up."""
        sentences = sorted(set(sentences))
        model = get_model_path("en-us")
        self._decoder = Decoder(
            Config(
                hmm=f"{model}/en-us",
                dict=f"{model}/cmudict-en-us.dict",
                lm=None,
                samprate=RATE,
                loglevel="FATAL",
            )
        )
        words = {word for sentence in sentences for word in sentence.split()}
        unknown = sorted(word for word in words if self._decoder.lookup_word(word) is None)
        for word, sounds in pronounced(unknown).items():
            self._decoder.add_word(word, sounds, update=True)
        known = automaton(sentences)
        # An arc without a word has no fourth part.
        arcs = [(arc.begin, arc.end, 1.0, *filter(None, [arc.word])) for arc in known.arcs]
        self._decoder.add_fsg("all", self._decoder.create_fsg("all", known.begin, known.end, arcs))
        self._decoder.activate_search("all")

    def hear(self, sound: bytes) -> str:
        """Give the sentence that these samples sound most like; empty where nothing fits."""
        self._decoder.start_utt()
        self._decoder.process_raw(_SILENCE + sound + _SILENCE, full_utt=True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        return str(heard.hypstr) if heard else ""
