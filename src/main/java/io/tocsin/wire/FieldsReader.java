package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON to {@link Fields}. A text is kept as a {@link String}, a number as a {@link Number}, {@code true} and
 * {@code false} as a {@link Boolean}, a list as a {@link List}, an object as Fields. What nobody will ask for, as it is
 * in a field that is none of the shape's or in an object without a shape, must be JSON too, but is not kept.
 */
final class FieldsReader {
    private final JsonParser json;

    private FieldsReader(JsonParser json) {
        this.json = json;
    }

    /** Reads one object that fills the bytes; {@code what} names it if it is none. */
    static Fields read(byte[] bytes, Shape shape, String what) {
        return read(bytes, 0, bytes.length, shape, what);
    }

    /** Reads one object that fills this part of the bytes. */
    static Fields read(byte[] bytes, int offset, int length, Shape shape, String what) {
        try (JsonParser json = Json.FACTORY.createParser(bytes, offset, length)) {
            if (json.nextToken() == null) {
                throw new MalformedException("JSON", "nothing", "one JSON value");
            }
            Object value = new FieldsReader(json).value(shape, null, "", -1);
            if (json.nextToken() != null) {
                long at = json.currentTokenLocation().getByteOffset();
                throw new MalformedException("JSON at byte " + at, "more than one value", "one JSON value");
            }
            return fields(value, what);
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    /** Reads the object at whose first token the parser is; {@code what} names it if it is none. */
    static Fields read(JsonParser json, Shape shape, String what) {
        try {
            return fields(new FieldsReader(json).value(shape, null, "", -1), what);
        } catch (IOException e) {
            throw Json.malformed(e);
        }
    }

    private static Fields fields(Object value, String what) {
        if (value instanceof Fields fields) {
            return fields;
        }
        throw new MalformedException(what, Fields.kind(value), "a JSON object");
    }

    private Object value(@Nullable Shape shape, @Nullable Fields parent, String name, int index) throws IOException {
        return switch (json.currentToken()) {
            case VALUE_STRING -> json.getText();
            case VALUE_NUMBER_INT -> integer();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Fields.NULL;
            case START_ARRAY -> list(shape, parent, name);
            case START_OBJECT -> object(shape == null ? Shape.NONE : shape, parent, name, index);
            default -> throw new AssertionError(json.currentToken());
        };
    }

    private Number integer() throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            return json.getBigIntegerValue();
        }
        return json.getLongValue();
    }

    private List<Object> list(@Nullable Shape shape, @Nullable Fields parent, String name) throws IOException {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            return List.of();
        }
        List<Object> items = new ArrayList<>();
        do {
            items.add(value(shape, parent, name, items.size()));
        } while (json.nextToken() != JsonToken.END_ARRAY);
        return items;
    }

    private Fields object(Shape shape, @Nullable Fields parent, String name, int index) throws IOException {
        Fields fields = new Fields(shape, parent, name, index);
        for (String field = json.nextFieldName(); field != null; field = json.nextFieldName()) {
            JsonToken token = json.nextToken();
            int place = shape.place(field);
            if (shape.strict()) {
                fields.named(field);
            }
            if (!shape.taken(place)) {
                json.skipChildren();
            } else if (token != JsonToken.VALUE_NULL) {
                fields.set(place, value(shape.nested(place), fields, field, -1));
            }
        }
        return fields;
    }
}
