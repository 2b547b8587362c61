package io.tocsin.rule;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a rule's text by recursive descent.
 *
 * <pre>
 * rule  = any
 * any   = all { "OR" all }
 * all   = part { part }
 * part  = [ "-" ] ( term | "(" any ")" )
 * </pre>
 *
 * <p>Once in the outermost {@code all}, {@code accents:ignore} may stand beside the parts.
 */
final class RuleParser {
    private static final String TERM = "a word, a \"phrase\", a #tag, an @handle or an operator";
    private static final String COMPANY =
            "next to it something that few posts have: a word, a \"phrase\", a #tag, an @handle or an operator such as from:";

    /**
     * What was read, and the first piece on account of which it can't stand alone: it would be satisfied by posts
     * without number, as they only lack something, or are only of a kind.
     */
    private record Clause(Condition condition, Optional<Lexeme> weakness) {}

    private final RuleLimits limits;
    private final Lexer lexer;
    private final Terms terms;
    private Lexeme next;
    private int end;
    private int depth;
    private int count;
    /** What is read now stands behind a {@code -} that no other takes back. */
    private boolean excluded;
    /** An OR outside of all parentheses has been read. */
    private boolean alternatives;

    private Optional<Lexeme> accents = Optional.empty();

    private RuleParser(String text, RuleLimits limits) {
        this.limits = limits;
        lexer = new Lexer(text);
        terms = new Terms(lexer);
        next = lexer.next();
    }

    /** Throws {@link RuleSyntaxException} for a text that is not a rule, and nothing else. */
    static Condition parse(String text, RuleLimits limits) {
        int characters = text.codePointCount(0, text.length());
        if (characters > limits.characters()) {
            int position = text.offsetByCodePoints(0, limits.characters());
            throw new RuleSyntaxException(position, characters + " characters", "at most " + limits.characters());
        }
        RuleParser parser = new RuleParser(text, limits);
        Clause rule = parser.any();
        if (parser.next.kind() != Lexeme.Kind.END) {
            throw parser.refusal(parser.next, "the end of the rule: no parenthesis is open");
        }
        rule.weakness.ifPresent(weakness -> {
            throw parser.refusal(weakness, COMPANY);
        });
        return parser.accents.isPresent() ? new Condition.Unaccented(rule.condition) : rule.condition;
    }

    private Clause any() {
        List<Clause> branches = new ArrayList<>();
        branches.add(all());
        while (next.kind() == Lexeme.Kind.OR) {
            advance();
            if (depth == 0) {
                alternatives = true;
                accents.ifPresent(this::refuseAmongAlternatives);
            }
            branches.add(all());
        }
        if (branches.size() == 1) {
            return branches.get(0);
        }
        List<Condition> parts = new ArrayList<>();
        for (Clause branch : branches) {
            parts.addAll(branch.condition instanceof Condition.Or or ? or.parts() : List.of(branch.condition));
        }
        return new Clause(
                new Condition.Or(parts),
                branches.stream().flatMap(branch -> branch.weakness.stream()).findFirst());
    }

    private Clause all() {
        List<Clause> clauses = new ArrayList<>();
        while (next.kind().startsPart()) {
            if (accents(next)) {
                ignoreAccents(advance());
            } else {
                clauses.add(part());
            }
        }
        if (clauses.isEmpty()) {
            throw refusal(next, TERM);
        }
        if (clauses.size() == 1) {
            return clauses.get(0);
        }
        List<Condition> parts = new ArrayList<>();
        for (Clause clause : clauses) {
            parts.addAll(clause.condition instanceof Condition.And and ? and.parts() : List.of(clause.condition));
        }
        boolean weak = clauses.stream().allMatch(clause -> clause.weakness.isPresent());
        return new Clause(new Condition.And(parts), weak ? clauses.get(0).weakness : Optional.empty());
    }

    private Clause part() {
        if (next.kind() != Lexeme.Kind.MINUS) {
            return positive();
        }
        Lexeme minus = advance();
        if (next.start() > minus.end()
                || next.kind() == Lexeme.Kind.MINUS
                || !next.kind().startsPart()) {
            int at = minus.end();
            throw lexer.refusal(at, Math.max(at, next.end()), "directly after the -, what to exclude");
        }
        if (accents(next)) {
            throw refusal(next, "accents:ignore without a - before it");
        }
        excluded = !excluded;
        Condition lacking = positive().condition;
        excluded = !excluded;
        Lexeme whole = new Lexeme(Lexeme.Kind.MINUS, minus.start(), end, "", "");
        return new Clause(new Condition.Not(lacking), Optional.of(whole));
    }

    private Clause positive() {
        Lexeme lexeme = advance();
        if (lexeme.kind() != Lexeme.Kind.OPEN) {
            return term(lexeme);
        }
        depth++;
        if (depth > limits.depth()) {
            throw refusal(lexeme, "at most " + limits.depth() + " parentheses inside each other");
        }
        Clause group = any();
        if (next.kind() != Lexeme.Kind.CLOSE) {
            throw refusal(next, "a closing parenthesis");
        }
        advance();
        depth--;
        return group;
    }

    private Clause term(Lexeme lexeme) {
        count++;
        if (count > limits.terms()) {
            throw refusal(lexeme, "at most " + limits.terms() + " words, phrases, tags, handles and operators");
        }
        Condition term = terms.term(lexeme);
        if (term instanceof Condition.Sample && excluded) {
            throw refusal(lexeme, "sample: without a - before it: of the other posts there is no telling which");
        }
        if (term instanceof Condition.Is is && is.kind() == Condition.Is.Kind.NULLCAST && !excluded) {
            throw refusal(lexeme, "-is:nullcast: only to exclude such posts is it there");
        }
        return new Clause(term, common(term) ? Optional.of(lexeme) : Optional.empty());
    }

    /** Posts without number satisfy it. */
    private static boolean common(Condition term) {
        return term instanceof Condition.Lang
                || term instanceof Condition.Is
                || term instanceof Condition.Has
                || term instanceof Condition.Followers
                || term instanceof Condition.Sample
                || term instanceof Condition.Source;
    }

    private static boolean accents(Lexeme lexeme) {
        return lexeme.kind() == Lexeme.Kind.OPERATOR && lexeme.name().equalsIgnoreCase(Operators.ACCENTS);
    }

    private void ignoreAccents(Lexeme lexeme) {
        if (!lexeme.value().equalsIgnoreCase("ignore")) {
            throw new Operation(lexer, lexeme).refusal("ignore, the only thing to do with accents");
        }
        if (depth > 0) {
            throw refusal(lexeme, "accents:ignore outside of all parentheses: it is about the whole rule");
        }
        if (accents.isPresent()) {
            throw refusal(lexeme, "accents:ignore only once");
        }
        if (alternatives) {
            refuseAmongAlternatives(lexeme);
        }
        accents = Optional.of(lexeme);
    }

    private void refuseAmongAlternatives(Lexeme lexeme) {
        throw refusal(lexeme, "parentheses around the alternatives, as in (a OR b) accents:ignore");
    }

    @CanIgnoreReturnValue
    private Lexeme advance() {
        Lexeme read = next;
        end = read.end();
        next = lexer.next();
        return read;
    }

    private RuleSyntaxException refusal(Lexeme lexeme, String expected) {
        return lexer.refusal(lexeme.start(), lexeme.end(), expected);
    }
}
