package io.tocsin.wire;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that was read, whose fields are asked for one by one and each checked then; an absent field and a
 * {@code null} are the same. All of the JSON is read before the first check: bytes that are no JSON are told first, and
 * which of several wrong fields is told does not hang on their order.
 */
final class Fields {
    /** A {@code null} that is not a field's. */
    static final Object NULL = new Object();

    private static final String A_TIME = "a time such as 2026-11-23T10:00:00Z";

    private final Shape shape;
    private final @Nullable Object[] values;
    private final List<String> names;
    private final @Nullable Fields parent;
    private final String name;
    private final int index;

    /**
     * No field is set yet.
     *
     * @param name the field of {@code parent} that holds the object
     * @param index the object's place in the list that the field holds; -1 if it holds no list
     */
    Fields(Shape shape, @Nullable Fields parent, String name, int index) {
        this.shape = shape;
        this.values = new Object[shape.places()];
        this.names = shape.strict() ? new ArrayList<>() : List.of();
        this.parent = parent;
        this.name = name;
        this.index = index;
    }

    void set(int place, Object value) {
        values[place] = value;
    }

    /** There is a field of this name. */
    void named(String name) {
        names.add(name);
    }

    /** Refuses a field that is not among {@code known}; the shape must be strict. */
    Fields only(Set<String> known) {
        for (String name : names) {
            if (!known.contains(name)) {
                throw wrong(
                        name,
                        "unknown field",
                        String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    /** Whether there is such a field; of the shape's names. */
    boolean has(String name) {
        return value(name) != null;
    }

    String text(String name) {
        return present(optionalText(name), name, "a text");
    }

    /** A text that is not blank. */
    String name(String name) {
        String text = text(name);
        if (text.isBlank()) {
            throw wrong(name, "blank", "a text that is not blank");
        }
        return text;
    }

    Optional<String> optionalText(String name) {
        return Optional.ofNullable(textOrNull(name));
    }

    private @Nullable String textOrNull(String name) {
        Object value = value(name);
        if (value == null) {
            return null;
        }
        if (value instanceof String text) {
            return Surrogates.paired(text);
        }
        throw wrong(name, kind(value), "a text");
    }

    OptionalLong optionalCount(String name) {
        Object value = value(name);
        if (value == null) {
            return OptionalLong.empty();
        }
        if (value instanceof Long count && count >= 0) {
            return OptionalLong.of(count);
        }
        throw wrong(name, value instanceof Number ? value.toString() : kind(value), "a whole number, 0 or more");
    }

    double number(String name) {
        Object value = value(name);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, value == null ? "missing" : kind(value), "a number");
    }

    Optional<Boolean> optionalFlag(String name) {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Boolean flag) {
            return Optional.of(flag);
        }
        throw wrong(name, kind(value), "true or false");
    }

    Instant time(String name) {
        return present(optionalTime(name), name, A_TIME);
    }

    Optional<Instant> optionalTime(String name) {
        String text = textOrNull(name);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(InstantText.decode(text));
        } catch (DateTimeParseException e) {
            throw wrong(name, '"' + text + '"', A_TIME);
        }
    }

    Optional<List<String>> optionalTexts(String name) {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> items)) {
            throw wrong(name, kind(value), "a list of texts");
        }
        String[] texts = new String[items.size()];
        for (int i = 0; i < texts.length; i++) {
            if (!(items.get(i) instanceof String text)) {
                throw wrong(name + "[" + i + "]", kind(items.get(i)), "a text");
            }
            texts[i] = Surrogates.paired(text);
        }
        return Optional.of(List.of(texts));
    }

    Optional<List<Double>> optionalNumbers(String name) {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!(value instanceof List<?> items)) {
            throw wrong(name, kind(value), "a list of numbers");
        }
        List<Double> numbers = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof Number number)) {
                throw wrong(name + "[" + numbers.size() + "]", kind(item), "a number");
            }
            numbers.add(number.doubleValue());
        }
        return Optional.of(numbers);
    }

    Fields object(String name) {
        return present(optionalObject(name), name, "a JSON object");
    }

    Optional<Fields> optionalObject(String name) {
        Object value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof Fields fields) {
            return Optional.of(fields);
        }
        throw wrong(name, kind(value), "a JSON object");
    }

    List<Fields> objects(String name) {
        Object value = value(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> items)) {
            throw wrong(name, kind(value), "a list of JSON objects");
        }
        if (items.isEmpty()) {
            return List.of();
        }
        List<Fields> objects = new ArrayList<>(items.size());
        for (Object item : items) {
            if (!(item instanceof Fields fields)) {
                throw wrong(name + "[" + objects.size() + "]", kind(item), "a JSON object");
            }
            objects.add(fields);
        }
        return objects;
    }

    /** One of the constants, written as its word. */
    <E extends Enum<E>> Optional<E> optionalConstant(String name, Words<E> words) {
        String text = textOrNull(name);
        if (text == null) {
            return Optional.empty();
        }
        Optional<E> constant = words.constant(text);
        if (constant.isEmpty()) {
            throw wrong(name, '"' + text + '"', words.all());
        }
        return constant;
    }

    private @Nullable Object value(String name) {
        return values[shape.known(name)];
    }

    private <T> T present(Optional<T> value, String name, String expected) {
        if (value.isPresent()) {
            return value.get();
        }
        throw wrong(name, "missing", expected);
    }

    private MalformedException wrong(String name, String found, String expected) {
        return new MalformedException(path() + name, found, expected);
    }

    private String path() {
        if (parent == null) {
            return "";
        }
        return parent.path() + name + (index < 0 ? "" : "[" + index + "]") + ".";
    }

    static String kind(Object value) {
        if (value instanceof List) {
            return "a list";
        }
        if (value instanceof Fields) {
            return "an object";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Number) {
            return "a number";
        }
        return value instanceof Boolean ? "true or false" : "null";
    }
}
