package io.tocsin.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers in an operator's brackets. What is refused is the very number that is wrong. */
final class Brackets {
    /** Possessive: a number as long as the rule is read once. */
    private static final Pattern DEGREES = Pattern.compile("[+-]?+(?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++)");

    private static final Pattern RADIUS = Pattern.compile("((?:[0-9]++(?:\\.[0-9]*+)?+|\\.[0-9]++))(km|mi)");
    private static final double MOST_KM = 40;
    private static final double MOST_MI = 25;
    private static final String CIRCLE = "[longitude latitude radius], such as [-114.07 51.05 25km]";
    private static final String BOX = "[west south east north] in degrees, such as [-114.3 50.8 -113.9 51.2]";

    private record Item(String text, int start) {
        int end() {
            return start + text.length();
        }
    }

    private final Operation operation;
    private final List<Item> items;

    private Brackets(Operation operation, int count, String expected) {
        if (!operation.brackets()) {
            throw operation.refusal(expected);
        }
        this.operation = operation;
        items = items();
        if (items.size() < count) {
            int close = operation.lexeme().end() - 1;
            throw operation.lexer().refusal(close, close + 1, expected);
        }
        if (items.size() > count) {
            throw refusal(count, expected);
        }
    }

    static Condition circle(Operation operation) {
        Brackets brackets = new Brackets(operation, 3, CIRCLE);
        double lon = brackets.longitude(0);
        double lat = brackets.latitude(1);
        return brackets.circle(lon, lat);
    }

    static Condition box(Operation operation) {
        Brackets brackets = new Brackets(operation, 4, BOX);
        double west = brackets.longitude(0);
        double south = brackets.latitude(1);
        double east = brackets.longitude(2);
        double north = brackets.latitude(3);
        if (south > north) {
            throw brackets.refusal(3, "a north that is not south of the south");
        }
        return new Condition.InBox(west, south, east, north);
    }

    private Condition circle(double lon, double lat) {
        String expected = "a radius in km or mi above 0 and of at most 40km or 25mi, such as 16km";
        Matcher radius = RADIUS.matcher(items.get(2).text.toLowerCase(Locale.ROOT));
        if (!radius.matches()) {
            throw refusal(2, expected);
        }
        double length = Double.parseDouble(radius.group(1));
        Condition.InCircle.Unit unit =
                radius.group(2).equals("km") ? Condition.InCircle.Unit.KM : Condition.InCircle.Unit.MI;
        if (!(length > 0 && length <= (unit == Condition.InCircle.Unit.KM ? MOST_KM : MOST_MI))) {
            throw refusal(2, expected);
        }
        return new Condition.InCircle(lon, lat, length, unit);
    }

    private double longitude(int item) {
        return degrees(item, 180, "a longitude, -180 to 180");
    }

    private double latitude(int item) {
        return degrees(item, 90, "a latitude, -90 to 90; the longitude stands before it");
    }

    private double degrees(int item, double most, String expected) {
        String text = items.get(item).text;
        if (!DEGREES.matcher(text).matches()) {
            throw refusal(item, expected);
        }
        double degrees = Double.parseDouble(text);
        if (!(Math.abs(degrees) <= most)) {
            throw refusal(item, expected);
        }
        // Not -0, which is another number than 0 where conditions are compared.
        return degrees + 0.0;
    }

    private List<Item> items() {
        String text = operation.value();
        int from = operation.lexeme().valueStart() + 1;
        List<Item> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            int start = at;
            while (at < text.length() && !Lexer.space(text.charAt(at))) {
                if (text.charAt(at) == ',') {
                    throw operation.lexer().refusal(from + at, from + at + 1, "a space between the numbers, no comma");
                }
                at++;
            }
            if (at > start) {
                found.add(new Item(text.substring(start, at), from + start));
            } else {
                at++;
            }
        }
        return found;
    }

    private RuleSyntaxException refusal(int item, String expected) {
        return operation.lexer().refusal(items.get(item).start, items.get(item).end(), expected);
    }
}
