package io.tocsin.match;

import io.tocsin.post.Span;
import io.tocsin.rule.RuleId;
import java.util.List;

/**
 * A post satisfies a rule.
 *
 * @param spans the stretches of the text that did it, in text order, not overlapping; none if what matched is not in
 *     the text
 */
public record Match(RuleId rule, List<Span> spans) {
    public Match {
        spans = List.copyOf(spans);
    }
}
