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
 */
final class RuleParser {
    static final int MAX_CHARACTERS = 2048;
    static final int MAX_DEPTH = 32;

    private static final String TERM = "a word, a \"phrase\", a #tag, an @handle or an operator";
    private static final String COMPANY =
            "next to it something that posts must have: a word, a \"phrase\", a #tag, an @handle or from:";

    /**
     * What was read, and the first piece on account of which it can't stand alone: it would be satisfied by posts
     * without number, as they only lack something, or are only in a language.
     */
    private record Clause(Condition condition, Optional<Lexeme> weakness) {}

    private final Lexer lexer;
    private final Terms terms;
    private Lexeme next;
    private int end;
    private int depth;

    private RuleParser(String text) {
        lexer = new Lexer(text);
        terms = new Terms(lexer);
        next = lexer.next();
    }

    /** Throws {@link RuleSyntaxException} for a text that is not a rule, and nothing else. */
    static Condition parse(String text) {
        int characters = text.codePointCount(0, text.length());
        if (characters > MAX_CHARACTERS) {
            int position = text.offsetByCodePoints(0, MAX_CHARACTERS);
            throw new RuleSyntaxException(position, characters + " characters", "at most " + MAX_CHARACTERS);
        }
        RuleParser parser = new RuleParser(text);
        Clause rule = parser.any();
        if (parser.next.kind() != Lexeme.Kind.END) {
            throw parser.refusal(parser.next, "the end of the rule: no parenthesis is open");
        }
        rule.weakness.ifPresent(weakness -> {
            throw parser.refusal(weakness, COMPANY);
        });
        return rule.condition;
    }

    private Clause any() {
        List<Clause> branches = new ArrayList<>();
        branches.add(all());
        while (next.kind() == Lexeme.Kind.OR) {
            advance();
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
        while (next.kind().startsTerm()) {
            clauses.add(part());
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
                || !next.kind().startsTerm()) {
            int at = minus.end();
            throw lexer.refusal(at, Math.max(at, next.end()), "directly after the -, what to exclude");
        }
        Condition excluded = positive().condition;
        Lexeme whole = new Lexeme(Lexeme.Kind.MINUS, minus.start(), end, "", "");
        return new Clause(new Condition.Not(excluded), Optional.of(whole));
    }

    private Clause positive() {
        Lexeme lexeme = advance();
        if (lexeme.kind() != Lexeme.Kind.OPEN) {
            Condition term = terms.term(lexeme);
            boolean weak = term instanceof Condition.Lang;
            return new Clause(term, weak ? Optional.of(lexeme) : Optional.empty());
        }
        depth++;
        if (depth > MAX_DEPTH) {
            throw refusal(lexeme, "at most " + MAX_DEPTH + " parentheses inside each other");
        }
        Clause group = any();
        if (next.kind() != Lexeme.Kind.CLOSE) {
            throw refusal(next, "a closing parenthesis");
        }
        advance();
        depth--;
        return group;
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
