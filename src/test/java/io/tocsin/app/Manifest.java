package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One document of YAML, mostly a Kubernetes object. */
record Manifest(String origin, JsonNode json) {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** Every document of the text. */
    static List<Manifest> parse(String origin, String text) {
        try (YAMLParser parser = new YAMLFactory().createParser(text)) {
            return YAML.readerFor(JsonNode.class).<JsonNode>readValues(parser).readAll().stream()
                    .map(json -> new Manifest(origin, json))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(origin, e);
        }
    }

    /** Every document of the file. */
    static List<Manifest> read(Path file) {
        try {
            return parse(file.toString(), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Such as {@code apps/v1 StatefulSet}. */
    String type() {
        return json.path("apiVersion").asText() + " " + kind();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    JsonNode at(String pointer) {
        return json.at(pointer);
    }

    @Override
    public String toString() {
        return origin + ": " + kind() + " " + name();
    }
}
