package io.tocsin.match;

import io.tocsin.post.Span;
import io.tocsin.rule.RuleId;
import java.util.List;

/**
 * A post satisfies a rule.
 *
 * @param clause the first branch of the rule's outermost OR that holds, as text; the whole rule if it is no OR
 * @param spans the stretches of the text that did it, in text order, not overlapping; none if what matched is not in
 *     the text
 */
public record Match(RuleId rule, String clause, List<Span> spans) {
    public Match {
        spans = List.copyOf(spans);
    }
}
