package io.tocsin.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@link Fields} of a whole tree of JSON. */
final class TreeFields {
    private final JsonNode object;
    private final String path;

    private TreeFields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    static TreeFields of(JsonNode node, String what) {
        if (!node.isObject()) {
            throw new MalformedException(what, kind(node), "a JSON object");
        }
        return new TreeFields(node, "");
    }

    String text(String name) {
        return optionalText(name).orElseThrow(() -> missing(name, "a text"));
    }

    /** A text that is not blank. */
    String name(String name) {
        String text = text(name);
        if (text.isBlank()) {
            throw new MalformedException(path + name, "blank", "a text that is not blank");
        }
        return text;
    }

    Optional<String> optionalText(String name) {
        return value(name).map(node -> {
            if (!node.isTextual()) {
                throw new MalformedException(path + name, kind(node), "a text");
            }
            return Surrogates.paired(node.textValue());
        });
    }

    OptionalLong optionalCount(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        JsonNode node = value.get();
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw new MalformedException(
                    path + name, node.isNumber() ? node.asText() : kind(node), "a whole number, 0 or more");
        }
        return OptionalLong.of(node.longValue());
    }

    double number(String name) {
        JsonNode node = value(name).orElseThrow(() -> missing(name, "a number"));
        if (!node.isNumber()) {
            throw new MalformedException(path + name, kind(node), "a number");
        }
        return node.doubleValue();
    }

    Optional<Boolean> optionalFlag(String name) {
        return value(name).map(node -> {
            if (!node.isBoolean()) {
                throw new MalformedException(path + name, kind(node), "true or false");
            }
            return node.booleanValue();
        });
    }

    Optional<Instant> optionalTime(String name) {
        return optionalText(name).map(text -> {
            try {
                return OffsetDateTime.parse(text).toInstant();
            } catch (DateTimeParseException e) {
                throw new MalformedException(path + name, '"' + text + '"', "a time such as 2026-11-23T10:00:00Z");
            }
        });
    }

    Optional<List<String>> optionalTexts(String name) {
        return value(name).map(node -> {
            if (!node.isArray()) {
                throw new MalformedException(path + name, kind(node), "a list of texts");
            }
            List<String> texts = new ArrayList<>(node.size());
            for (JsonNode item : node) {
                if (!item.isTextual()) {
                    throw new MalformedException(path + name + "[" + texts.size() + "]", kind(item), "a text");
                }
                texts.add(Surrogates.paired(item.textValue()));
            }
            return texts;
        });
    }

    TreeFields object(String name) {
        return optionalObject(name).orElseThrow(() -> missing(name, "a JSON object"));
    }

    Optional<TreeFields> optionalObject(String name) {
        return value(name).map(node -> nested(node, name));
    }

    List<TreeFields> objects(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!value.get().isArray()) {
            throw new MalformedException(path + name, kind(value.get()), "a list of JSON objects");
        }
        List<TreeFields> objects = new ArrayList<>();
        value.get().forEach(item -> objects.add(nested(item, name + "[" + objects.size() + "]")));
        return objects;
    }

    /** One of the constants, written in lower case. */
    <E extends Enum<E>> Optional<E> optionalConstant(String name, Class<E> type) {
        return optionalText(name).map(text -> {
            for (E constant : type.getEnumConstants()) {
                if (Words.of(constant).equals(text)) {
                    return constant;
                }
            }
            throw new MalformedException(path + name, '"' + text + '"', new Words<>(type).all());
        });
    }

    private TreeFields nested(JsonNode node, String name) {
        if (!node.isObject()) {
            throw new MalformedException(path + name, kind(node), "a JSON object");
        }
        return new TreeFields(node, path + name + ".");
    }

    private Optional<JsonNode> value(String name) {
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
    }

    private MalformedException missing(String name, String expected) {
        return new MalformedException(path + name, "missing", expected);
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "null";
        };
    }
}
