package io.tocsin.story;

import io.tocsin.post.Post;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which posts nearly repeat each other, by all of their words: what signatures are measured against. */
final class NearDuplicates {
    /** The part of their words, and of each two in a row, that two posts share if the one nearly repeats the other. */
    static final double SHARED = 0.6;

    private static final int SOME = 2_000;
    private static final int[] AGREEING = {47, 49, 51, 53, 55};

    private NearDuplicates() {}

    static void say(List<List<LabelledPost>> events) {
        StoryQualityProgram.say(
                "%n## Near-duplicates: pairs of posts that share %.0f %% of their shingles%n", 100 * SHARED);
        StoryQualityProgram.say("| bits that agree, of 64 | recall | precision |");
        StoryQualityProgram.say("|--:|--:|--:|");
        long[] found = new long[Long.SIZE + 1];
        long[] right = new long[Long.SIZE + 1];
        long all = 0;
        for (List<LabelledPost> event : events) {
            List<Post> posts =
                    event.stream().map(LabelledPost::post).limit(SOME).toList();
            List<Set<String>> shingles =
                    posts.stream().map(NearDuplicates::shingles).toList();
            List<Long> signatures =
                    posts.stream().map(NearDuplicates::signature).toList();
            for (int i = 0; i < posts.size(); i++) {
                for (int j = 0; j < i; j++) {
                    boolean near = shared(shingles.get(i), shingles.get(j)) >= SHARED;
                    int agree = Long.SIZE - Long.bitCount(signatures.get(i) ^ signatures.get(j));
                    all += near ? 1 : 0;
                    right[agree] += near ? 1 : 0;
                    found[agree]++;
                }
            }
        }
        for (int agree : AGREEING) {
            double rightOnes = sum(right, agree);
            StoryQualityProgram.say("| %d | %.3f | %.3f |", agree, rightOnes / all, rightOnes / sum(found, agree));
        }
    }

    /** The share of pairs of posts that nearly repeat each other. */
    static double pairs(List<Post> posts) {
        List<Set<String>> shingles =
                posts.stream().map(NearDuplicates::shingles).toList();
        int near = 0;
        int pairs = 0;
        for (int i = 0; i < posts.size(); i++) {
            for (int j = 0; j < i; j++) {
                near += shared(shingles.get(i), shingles.get(j)) >= SHARED ? 1 : 0;
                pairs++;
            }
        }
        return pairs == 0 ? 0 : (double) near / pairs;
    }

    private static long sum(long[] counts, int from) {
        long sum = 0;
        for (int i = from; i < counts.length; i++) {
            sum += counts[i];
        }
        return sum;
    }

    private static long signature(Post post) {
        Terms terms = new Terms();
        terms.read(post);
        return terms.signature();
    }

    private static Set<String> shingles(Post post) {
        List<String> words = new ArrayList<>(Baselines.words(post));
        Set<String> shingles = new HashSet<>(words);
        for (int i = 1; i < words.size(); i++) {
            shingles.add(words.get(i - 1) + " " + words.get(i));
        }
        return shingles;
    }

    private static double shared(Set<String> one, Set<String> other) {
        int both = 0;
        for (String shingle : one) {
            both += other.contains(shingle) ? 1 : 0;
        }
        return both == 0 ? 0 : (double) both / (one.size() + other.size() - both);
    }
}
