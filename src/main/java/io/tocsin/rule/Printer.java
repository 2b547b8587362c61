package io.tocsin.rule;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Writes a condition as the shortest text that means it. */
final class Printer {
    private static final Pattern PLAIN = Pattern.compile("[^\\s\\p{Z}()\"\\\\]+");

    private Printer() {}

    static String print(Condition condition) {
        if (condition instanceof Condition.Keyword keyword) {
            return keyword.word();
        } else if (condition instanceof Condition.Phrase phrase) {
            return quoted(phrase.words());
        } else if (condition instanceof Condition.Hashtag hashtag) {
            return "#" + hashtag.tag();
        } else if (condition instanceof Condition.Mention mention) {
            return "@" + mention.handle();
        } else if (condition instanceof Condition.From from) {
            return "from:" + value(from.author());
        } else if (condition instanceof Condition.Lang lang) {
            return "lang:" + lang.code();
        } else if (condition instanceof Condition.And and) {
            return and.parts().stream().map(Printer::inAnd).collect(Collectors.joining(" "));
        } else if (condition instanceof Condition.Or or) {
            return or.parts().stream().map(Printer::print).collect(Collectors.joining(" OR "));
        } else if (condition instanceof Condition.Not not) {
            return "-" + (single(not.part()) ? print(not.part()) : "(" + print(not.part()) + ")");
        }
        throw new AssertionError(condition);
    }

    private static String inAnd(Condition part) {
        return part instanceof Condition.Or ? "(" + print(part) + ")" : print(part);
    }

    private static boolean single(Condition part) {
        return !(part instanceof Condition.And || part instanceof Condition.Or || part instanceof Condition.Not);
    }

    private static String value(String value) {
        return PLAIN.matcher(value).matches() ? value : quoted(value);
    }

    private static String quoted(String words) {
        return "\"" + words.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
