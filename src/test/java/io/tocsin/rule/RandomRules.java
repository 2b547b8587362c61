package io.tocsin.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Conditions that a text can mean, and texts that mean something or nothing. */
final class RandomRules {
    private static final List<Condition> TERMS = List.of(
            new Condition.Keyword("flood"),
            new Condition.Keyword("AND"),
            new Condition.Keyword("coca-cola"),
            new Condition.Keyword("🔥"),
            new Condition.Keyword("back\\slash"),
            new Condition.Phrase("red cross"),
            new Condition.Phrase("Toys \"R\" Us"),
            new Condition.Phrase("OR"),
            new Condition.Phrase("\\ends\\"),
            new Condition.Hashtag("yyc_2013"),
            new Condition.Mention("nws"),
            new Condition.From("did:plc:abc"),
            new Condition.From("a (b)"));

    private static final List<String> PIECES = List.of(
            "a", "OR", "or", " ", "  ", "(", ")", "-", "\"", "\\", "#", "@", ":", "from:", "lang:", "en", "foo:", "$",
            "…", "“", "–", "🔥", "\uD83D", "\uDD25", "\u0301", "\u200D", "\uFE0F", "\u20E3", "1", "地", "ß", "\u0000");

    private RandomRules() {}

    /** Begins with a term that can stand alone, so that the whole can. */
    static Condition condition(SplittableRandom random) {
        return new Condition.And(List.of(term(random), part(random, random.nextInt(4))));
    }

    static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(10) == 0 ? RuleParser.MAX_CHARACTERS : 20);
        while (text.length() < length) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    private static Condition term(SplittableRandom random) {
        return TERMS.get(random.nextInt(TERMS.size()));
    }

    /** Never an And: the parser makes one of an And within an And. */
    private static Condition part(SplittableRandom random, int depth) {
        int kind = random.nextInt(4);
        if (depth == 0 || kind == 0) {
            return kind == 1 ? new Condition.Lang("pt-BR") : term(random);
        }
        if (kind == 1) {
            return new Condition.Not(random.nextBoolean() ? all(random, depth) : part(random, depth - 1));
        }
        List<Condition> branches = new ArrayList<>();
        for (int i = random.nextInt(3); i >= -1; i--) {
            Condition branch = random.nextBoolean() ? all(random, depth) : part(random, depth - 1);
            branches.add(branch instanceof Condition.Or ? new Condition.Not(branch) : branch);
        }
        return new Condition.Or(branches);
    }

    private static Condition all(SplittableRandom random, int depth) {
        return new Condition.And(List.of(part(random, depth - 1), part(random, depth - 1)));
    }
}
