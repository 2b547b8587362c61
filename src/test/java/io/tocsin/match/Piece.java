package io.tocsin.match;

import io.tocsin.rule.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A piece of a rule: its text, what the text means, and about which share of posts satisfies it.
 *
 * @param share taken for independent of those of the other pieces
 */
record Piece(String text, Condition condition, double share) {
    /** All of them; in the form that the parser gives it. */
    static Piece all(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        List<Condition> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            parts.addAll(piece.condition instanceof Condition.And and ? and.parts() : List.of(piece.condition));
        }
        String text = pieces.stream()
                .map(piece -> piece.condition instanceof Condition.Or ? "(" + piece.text + ")" : piece.text)
                .collect(Collectors.joining(" "));
        return new Piece(
                text,
                new Condition.And(parts),
                pieces.stream().mapToDouble(Piece::share).reduce(1, (a, b) -> a * b));
    }

    /** One of them at least; in the form that the parser gives it. */
    static Piece any(List<Piece> pieces) {
        if (pieces.size() == 1) {
            return pieces.get(0);
        }
        List<Condition> parts = new ArrayList<>();
        for (Piece piece : pieces) {
            parts.addAll(piece.condition instanceof Condition.Or or ? or.parts() : List.of(piece.condition));
        }
        return new Piece(
                pieces.stream().map(Piece::text).collect(Collectors.joining(" OR ")),
                new Condition.Or(parts),
                Math.min(1, pieces.stream().mapToDouble(Piece::share).sum()));
    }

    Piece not() {
        boolean group = condition instanceof Condition.And
                || condition instanceof Condition.Or
                || condition instanceof Condition.Not;
        return new Piece("-" + (group ? "(" + text + ")" : text), new Condition.Not(condition), 1 - share);
    }
}
