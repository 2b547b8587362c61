package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.rule.Folding;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What posts say, and the share of them that says it. What stands in links is left out. */
final class PostWords {
    private static final Pattern LINK = Pattern.compile("https?:\\S*");
    /** Handles in the data are hashes; nobody asks for one as a word. */
    private static final Pattern HASH = Pattern.compile("u[0-9a-f]{10}");
    /** Words that say nothing of themselves; within a phrase they may. */
    private static final Set<String> EMPTY = Set.of(
            ("an and are as at be been but by can do for from get got had has have he her his how if in is it its just me"
                            + " my no not now of off on or our out rt she so that the their them they this to up us via"
                            + " was we were what when who will with you your amp don ve re ll im http https co")
                    .split(" ", -1));

    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{Nd}_]+");

    private final int posts;
    /** Stretches of words between links, of all posts. */
    private final List<List<String>> stretches = new ArrayList<>();

    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, Integer> phrases = new HashMap<>();
    private final Counted tags;
    private final Counted mentions;
    private final List<String> distinct;

    /** Names in the order of their first posts, each as often as posts carry it. */
    private record Counted(List<String> all, Map<String, Integer> counts) {
        static Counted of(List<Post> posts, Function<Post, List<String>> names) {
            Counted counted = new Counted(new ArrayList<>(), new HashMap<>());
            for (Post post : posts) {
                for (String name : new HashSet<>(names.apply(post))) {
                    if (NAME.matcher(name).matches()) {
                        counted.all.add(name);
                        counted.counts.merge(Folding.fold(name), 1, Integer::sum);
                    }
                }
            }
            return counted;
        }
    }

    PostWords(List<Post> posts) {
        this.posts = posts.size();
        for (Post post : posts) {
            read(post.text());
        }
        tags = Counted.of(posts, Post::hashtags);
        mentions = Counted.of(posts, Post::mentions);
        distinct =
                words.keySet().stream().filter(PostWords::worthAsking).sorted().toList();
    }

    private void read(String text) {
        Set<String> said = new HashSet<>();
        Set<String> together = new HashSet<>();
        for (String part : LINK.split(text, -1)) {
            List<String> stretch = new ArrayList<>();
            for (Token token : Tokenizer.tokens(part)) {
                stretch.add(token.form());
                if (stretch.size() > 1) {
                    together.add(stretch.get(stretch.size() - 2) + " " + token.form());
                }
            }
            said.addAll(stretch);
            if (!stretch.isEmpty()) {
                stretches.add(stretch);
            }
        }
        count(said, words);
        count(together, phrases);
    }

    private static void count(Collection<String> found, Map<String, Integer> counts) {
        found.forEach(one -> counts.merge(one, 1, Integer::sum));
    }

    /** A single Latin letter is what is left of a word with an apostrophe. */
    private static boolean worthAsking(String word) {
        return (word.length() > 1 || word.charAt(0) > 0xFF)
                && !EMPTY.contains(word)
                && !HASH.matcher(word).matches();
    }

    /** A word that posts say: one in three by chance among all that are said, the others as often as they are said. */
    String word(SplittableRandom random) {
        while (true) {
            String word = RealPosts.one(random, 3)
                    ? RealPosts.pick(distinct, random)
                    : RealPosts.pick(RealPosts.pick(stretches, random), random);
            if (worthAsking(word)) {
                return word;
            }
        }
    }

    /** Words that stand next to each other in a post; so many, or as many as there are. */
    List<String> phrase(int length, SplittableRandom random) {
        List<String> stretch = RealPosts.pick(stretches, random);
        int from = random.nextInt(Math.max(1, stretch.size() - length + 1));
        return stretch.subList(from, Math.min(stretch.size(), from + length));
    }

    String tag(SplittableRandom random) {
        return RealPosts.pick(tags.all, random);
    }

    String mention(SplittableRandom random) {
        return RealPosts.pick(mentions.all, random);
    }

    double shareOfWord(String word) {
        return words.getOrDefault(word, 0) / (double) posts;
    }

    /** That of its rarest two neighbours. */
    double shareOfPhrase(List<String> phrase) {
        int rarest = words.getOrDefault(phrase.get(0), 0);
        for (int i = 1; i < phrase.size(); i++) {
            rarest = Math.min(rarest, phrases.getOrDefault(phrase.get(i - 1) + " " + phrase.get(i), 0));
        }
        return rarest / (double) posts;
    }

    double shareOfTag(String tag) {
        return tags.counts.getOrDefault(Folding.fold(tag), 0) / (double) posts;
    }

    double shareOfMention(String handle) {
        return mentions.counts.getOrDefault(Folding.fold(handle), 0) / (double) posts;
    }
}
