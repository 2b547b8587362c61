package io.tocsin.match;

import io.tocsin.post.Span;
import io.tocsin.rule.Token;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of a text, in its order, to be sought by a rule's words. */
final class Words {
    private final List<Token> tokens;

    Words(String text, Spelling spelling) {
        tokens = spelling.tokens(text);
    }

    /** The words as they are compared. */
    List<String> forms() {
        return tokens.stream().map(Token::form).toList();
    }

    boolean hold(Words phrase) {
        return !places(phrase).isEmpty();
    }

    /** Where the phrase stands: its words next to each other, in order. No words stand nowhere. */
    List<Span> places(Words phrase) {
        List<Span> places = new ArrayList<>();
        int length = phrase.tokens.size();
        for (int at = 0; length > 0 && at + length <= tokens.size(); at++) {
            if (standsAt(at, phrase)) {
                places.add(new Span(
                        tokens.get(at).start(), tokens.get(at + length - 1).end()));
            }
        }
        return places;
    }

    private boolean standsAt(int at, Words phrase) {
        for (int i = 0; i < phrase.tokens.size(); i++) {
            if (!tokens.get(at + i).satisfies(phrase.tokens.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The words that stand as the wanted ones do, but for a distance.
     *
     * <p>Let the i-th of the wanted words stand as the word number p(i) of this text, each in a place of its own: the
     * distance is that between the greatest and the least p(i) - i. It is Lucene's of a sloppy phrase: in the phrase's
     * order it is how many other words stand between; two words that have changed places are 2 apart.
     *
     * <p>Each stretch is one word, which can be one of the wanted where they are near each other.
     */
    List<Span> near(Words wanted, int distance) {
        BitSet near = new BitSet();
        for (int shift = 1 - wanted.tokens.size(); shift < tokens.size(); shift++) {
            List<BitSet> candidates = candidates(wanted, shift, distance);
            if (eachInAPlaceOfItsOwn(candidates)) {
                candidates.forEach(near::or);
            }
        }
        return near.stream()
                .mapToObj(tokens::get)
                .map(token -> new Span(token.start(), token.end()))
                .toList();
    }

    /** For each of the wanted words, where it can be if p(i) - i is to be {@code shift} at least. */
    private List<BitSet> candidates(Words wanted, int shift, int distance) {
        List<BitSet> candidates = new ArrayList<>();
        for (int i = 0; i < wanted.tokens.size(); i++) {
            BitSet places = new BitSet();
            int last = Math.min(shift + i + distance, tokens.size() - 1);
            for (int at = Math.max(shift + i, 0); at <= last; at++) {
                if (tokens.get(at).satisfies(wanted.tokens.get(i))) {
                    places.set(at);
                }
            }
            candidates.add(places);
            if (places.isEmpty()) {
                break;
            }
        }
        return candidates;
    }

    /** Kuhn's algorithm: a word that finds its places taken asks those who took them to move. */
    private static boolean eachInAPlaceOfItsOwn(List<BitSet> candidates) {
        Map<Integer, Integer> taken = new HashMap<>();
        for (int word = 0; word < candidates.size(); word++) {
            if (!findsAPlace(word, candidates, taken, new HashSet<>())) {
                return false;
            }
        }
        return true;
    }

    private static boolean findsAPlace(
            int word, List<BitSet> candidates, Map<Integer, Integer> taken, Set<Integer> asked) {
        for (int place : candidates.get(word).stream().toArray()) {
            if (asked.add(place)) {
                Integer other = taken.get(place);
                if (other == null || findsAPlace(other, candidates, taken, asked)) {
                    taken.put(place, word);
                    return true;
                }
            }
        }
        return false;
    }
}
