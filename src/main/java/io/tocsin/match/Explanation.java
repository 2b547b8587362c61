package io.tocsin.match;

import io.tocsin.post.Post;
import io.tocsin.post.Span;
import io.tocsin.rule.Condition;
import java.util.List;
import java.util.Optional;

/**
 * Why a post satisfies a rule, or why not.
 *
 * @param spans the stretches of the text that did it, as in {@link Match}
 * @param clauses the branches of the rule's outermost OR, in its order; one of them must hold. A rule that is no OR is
 *     one clause.
 * @param words the words and emoji that the text is cut into, in the form in which they are compared
 */
public record Explanation(boolean matched, List<Span> spans, List<Clause> clauses, List<String> words) {
    /**
     * A branch of the rule's outermost OR.
     *
     * @param text the clause in the rule language
     * @param failing the first of its terms, groups and exclusions that does not hold, as text; empty if all hold
     * @param spans the stretches of the text that satisfied it; none if it does not hold
     */
    public record Clause(String text, boolean holds, Optional<String> failing, List<Span> spans) {
        public Clause {
            spans = List.copyOf(spans);
        }
    }

    public Explanation {
        spans = List.copyOf(spans);
        clauses = List.copyOf(clauses);
        words = List.copyOf(words);
    }

    public static Explanation of(Condition condition, Post post) {
        Evaluation evaluation = new Evaluation(post).as(condition);
        List<Clause> clauses = Evaluation.clauses(condition).stream()
                .map(clause -> explained(clause, evaluation))
                .toList();
        List<Span> spans =
                clauses.stream().flatMap(clause -> clause.spans().stream()).toList();
        return new Explanation(
                clauses.stream().anyMatch(Clause::holds), Spans.merged(spans), clauses, evaluation.wordForms());
    }

    private static Clause explained(Condition clause, Evaluation evaluation) {
        Optional<List<Span>> found = evaluation.satisfying(clause);
        Optional<String> failing = found.isPresent() ? Optional.empty() : Optional.of(failing(clause, evaluation));
        return new Clause(clause.written(), found.isPresent(), failing, Spans.merged(found.orElse(List.of())));
    }

    /** Each branch of a group fails on its own account: only the group as a whole can be blamed. */
    private static String failing(Condition condition, Evaluation evaluation) {
        if (condition instanceof Condition.And and) {
            return and.parts().stream()
                    .filter(part -> evaluation.satisfying(part).isEmpty())
                    .findFirst()
                    .map(part -> failing(part, evaluation))
                    .orElseThrow();
        }
        return condition instanceof Condition.Or ? "(" + condition.written() + ")" : condition.written();
    }
}
