package io.tocsin.story;

import io.tocsin.post.Post;
import io.tocsin.rule.Token;
import io.tocsin.rule.Tokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Plain ways to group posts, for comparison. */
final class Baselines {
    private static final Duration FORGOTTEN = Duration.ofHours(24);
    private static final double KEPT_AN_HOUR = Math.pow(0.5, 1.0 / 12);

    private Baselines() {}

    /** Posts with the same words, not counting links, handles and a leading RT. */
    static List<Integer> exactHash(List<LabelledPost> posts) {
        Map<String, Integer> groups = new HashMap<>();
        List<Integer> found = new ArrayList<>();
        for (LabelledPost post : posts) {
            String words = String.join(" ", words(post.post()));
            found.add(groups.computeIfAbsent(words, first -> groups.size() + 1));
        }
        return found;
    }

    /** A group of the single pass. */
    private static final class Group {
        final int number;
        final Map<String, Double> sum = new HashMap<>();
        LabelledPost last;

        Group(int number, LabelledPost first) {
            this.number = number;
            this.last = first;
        }
    }

    /** Each post goes to the group whose centroid of tf-idf is nearest, if its cosine is at least {@code least}. */
    static List<Integer> singlePass(List<LabelledPost> posts, double least) {
        Map<String, Integer> postsWith = new HashMap<>();
        List<Group> groups = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        int seen = 0;
        int numbers = 0;
        for (LabelledPost post : posts) {
            groups.removeIf(
                    group -> Duration.between(group.last.at(), post.at()).compareTo(FORGOTTEN) > 0);
            seen++;
            Map<String, Double> vector = new HashMap<>();
            words(post.post()).forEach(word -> vector.merge(word, 1.0, Double::sum));
            vector.keySet().forEach(word -> postsWith.merge(word, 1, Integer::sum));
            int all = seen;
            vector.replaceAll((word, tf) -> tf * Math.log((all + 1.0) / postsWith.getOrDefault(word, 1)));
            normalize(vector);
            Group best = null;
            double nearest = least;
            for (Group group : groups) {
                double cosine = cosine(vector, group.sum);
                if (cosine >= nearest) {
                    best = group;
                    nearest = cosine;
                }
            }
            if (best == null) {
                best = new Group(++numbers, post);
                groups.add(best);
            }
            add(best, vector, post);
            found.add(best.number);
        }
        return found;
    }

    private static void add(Group group, Map<String, Double> vector, LabelledPost post) {
        double hours = Duration.between(group.last.at(), post.at()).toMillis() / 3_600_000.0;
        double kept = Math.pow(KEPT_AN_HOUR, hours);
        group.sum.replaceAll((word, weight) -> weight * kept);
        group.sum.values().removeIf(weight -> weight < 0.01);
        vector.forEach((word, weight) -> group.sum.merge(word, weight, Double::sum));
        group.last = post;
    }

    private static double cosine(Map<String, Double> unit, Map<String, Double> sum) {
        double dot = 0;
        for (Map.Entry<String, Double> one : unit.entrySet()) {
            dot += one.getValue() * sum.getOrDefault(one.getKey(), 0.0);
        }
        return dot == 0 ? 0 : dot / norm(sum);
    }

    private static void normalize(Map<String, Double> vector) {
        double norm = norm(vector);
        if (norm > 0) {
            vector.replaceAll((word, weight) -> weight / norm);
        }
    }

    private static double norm(Map<String, Double> vector) {
        return Math.sqrt(
                vector.values().stream().mapToDouble(weight -> weight * weight).sum());
    }

    static List<String> words(Post post) {
        String text = post.text().replaceAll("https?://\\S+|@\\w+|^RT ", " ");
        return Tokenizer.tokens(text).stream().map(Token::form).toList();
    }
}
