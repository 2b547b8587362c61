package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import io.tocsin.rule.RuleId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Matches posts against the rules of a {@link RuleIndex}, as they are at each post. One thread's: each takes its own,
 * and they do not wait for each other, nor for changes of the rules.
 */
public final class PostMatcher {
    private final RuleIndex index;
    private final Features features;
    private final Reading reading;
    private final Candidates candidates = new Candidates();
    private final Matches matches = new Matches();
    private long posts;

    PostMatcher(RuleIndex index, long seed) {
        this.index = index;
        features = new Features(seed);
        reading = new Reading(features);
    }

    /** How many rules the post satisfies; {@link #rule} names them. Allocates nothing for common posts. */
    public int match(Post post) {
        RuleIndex.Snapshot rules = index.snapshot();
        boolean counted = posts < Statistics.ENOUGH || posts % Statistics.SAMPLE == 0;
        posts++;
        features.read(post, rules.asked());
        matches.clear();
        for (int i = 0; i < rules.segments().size(); i++) {
            rules.segments()
                    .get(i)
                    .match(post, reading, candidates, rules.dead().get(i), matches, counted);
        }
        if (posts % (Statistics.SAMPLE * Statistics.ENOUGH) == 0) {
            index.tend();
        }
        return matches.count();
    }

    /** The name of a rule that the last post satisfies; {@code i} from 0. */
    public RuleId rule(int i) {
        return matches.segment(i).names().id(matches.rule(i));
    }

    /** The rules that the post satisfies, in the order of their ids, each with what satisfied it. */
    public List<Match> matches(Post post) {
        int count = match(post);
        if (count == 0) {
            return List.of();
        }
        Evaluation evaluation = new Evaluation(post);
        List<Match> found = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Rule rule = Rule.parse(rule(i), matches.segment(i).names().text(matches.rule(i)));
            found.add(evaluation.match(rule).orElseThrow(() -> new AssertionError(rule + " against " + post)));
        }
        found.sort(Comparator.comparing(match -> match.rule().value()));
        return found;
    }
}
