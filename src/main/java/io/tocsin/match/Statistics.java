package io.tocsin.match;

import java.util.Comparator;
import java.util.List;

/** In how many posts a feature is, as far as segments have seen it; a guess for what none knows. */
final class Statistics {
    /** One post in so many is counted. */
    static final int SAMPLE = 16;
    /** Counted posts from which statistics are trusted. */
    static final int ENOUGH = 1024;
    /** Counted posts at which counts are halved, so that what was long ago counts less. */
    static final int MOST = 1 << 20;
    /** Postings a post that are not worth filing rules anew. */
    static final int NEGLIGIBLE = 64;

    private final List<Segment> known;

    Statistics(List<Segment> known) {
        this.known = known.stream()
                .filter(segment -> segment.posts() > 0)
                .sorted(Comparator.comparingInt(Segment::posts).reversed())
                .toList();
    }

    /** How many posts the best of them are of. */
    int posts() {
        return known.isEmpty() ? 0 : known.get(0).posts();
    }

    double rate(Vocabulary vocabulary, int feature) {
        for (Segment segment : known) {
            int number = segment.vocabulary().find(vocabulary, feature);
            if (number != Vocabulary.ABSENT) {
                return Math.max(segment.rate(number), 0.1 / segment.posts());
            }
        }
        return guess(vocabulary.key(feature), vocabulary.end(feature) - vocabulary.start(feature));
    }

    /** Short words are common ones, and what a source says of each post is everywhere. */
    private static double guess(byte key, int length) {
        if (key == Field.SOURCE.key(false)) {
            return 1;
        } else if (key == Field.LANG.key(false) || key == Field.COUNTRY.key(false)) {
            return 0.2;
        } else if (key == Field.HASHTAG.key(false) || key == Field.HASHTAG.key(true)) {
            return 0.000_2;
        } else if (key >= Field.MENTION.key(false) && key <= Field.REPOST_OF.key(false)) {
            return 0.000_01;
        }
        return Math.min(0.2, 0.5 / Math.pow(2, length));
    }
}
