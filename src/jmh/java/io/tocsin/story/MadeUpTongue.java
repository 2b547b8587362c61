package io.tocsin.story;

import io.tocsin.post.Post;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells real posts in tongues that are made up: each word becomes another, the same one wherever it stands, so that
 * posts share what they shared. It shows that nothing hangs on English; how people write elsewhere it does not show.
 */
enum MadeUpTongue {
    /** Cyrillic letters, and an ending that differs from place to place, as in languages that inflect. */
    INFLECTED {
        @Override
        String word(String word, SplittableRandom random, int place) {
            String ending =
                    word.length() < 4 ? "" : ENDINGS.get(Math.floorMod(place * 7 + word.hashCode(), ENDINGS.size()));
            return letters(word.length(), 0x0430, 32, random) + ending;
        }

        @Override
        String between() {
            return " ";
        }
    },

    /** Han characters without spaces, one to three a word. */
    UNSPACED {
        @Override
        String word(String word, SplittableRandom random, int place) {
            return letters(Math.min(3, 1 + word.length() / 4), 0x4E00, 3000, random);
        }

        @Override
        String between() {
            return "";
        }
    };

    private static final List<String> ENDINGS = List.of("а", "у", "ом", "ами", "ах", "е");
    private static final Pattern WORD = Pattern.compile("https?://\\S+|[@#]?[\\p{L}\\p{N}_']+");

    abstract String word(String word, SplittableRandom random, int place);

    abstract String between();

    /** The post, told so. Tags are told as words are, without an ending. */
    LabelledPost tell(LabelledPost labelled) {
        Post post = labelled.post();
        StringBuilder text = new StringBuilder();
        Matcher words = WORD.matcher(post.text());
        int place = 0;
        while (words.find()) {
            String word = words.group();
            if (word.startsWith("#")) {
                text.append(" #").append(tag(word.substring(1))).append(' ');
            } else if (word.startsWith("@") || word.contains("://") || word.equals("RT")) {
                text.append(' ').append(word).append(' ');
            } else {
                String lower = word.toLowerCase(java.util.Locale.ROOT);
                text.append(word(lower, new SplittableRandom(lower.hashCode()), place++))
                        .append(between());
            }
        }
        List<String> tags = new ArrayList<>();
        post.hashtags().forEach(tag -> tags.add(tag(tag)));
        return new LabelledPost(
                new Post(
                        post.id(),
                        post.author(),
                        post.createdAt(),
                        post.kind(),
                        text.toString().trim().replaceAll(" +", " "),
                        tags,
                        post.mentions(),
                        post.cashtags(),
                        post.links(),
                        post.lang(),
                        post.geo(),
                        post.place(),
                        post.media(),
                        post.references()),
                labelled.event());
    }

    private String tag(String tag) {
        String lower = tag.toLowerCase(java.util.Locale.ROOT);
        return word(lower, new SplittableRandom(lower.hashCode()), 0);
    }

    private static String letters(int count, int first, int alphabet, SplittableRandom random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.appendCodePoint(first + random.nextInt(alphabet));
        }
        return letters.toString();
    }
}
