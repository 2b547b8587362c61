package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.rule.Rule;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Asks every rule about every post. It is slow and plainly right: what a faster matcher says is measured against it.
 */
public final class NaiveMatcher {
    private final Collection<Rule> rules;

    /** The rules are read at each match: hand over a live view and a change takes effect with the next post. */
    public NaiveMatcher(Collection<Rule> rules) {
        this.rules = rules;
    }

    /** The rules that the post satisfies, in the order of their ids. */
    public List<Match> match(Post post) {
        Evaluation evaluation = new Evaluation(post);
        return rules.stream()
                .flatMap(rule -> evaluation.match(rule).stream())
                .sorted(Comparator.comparing(match -> match.rule().value()))
                .toList();
    }
}
