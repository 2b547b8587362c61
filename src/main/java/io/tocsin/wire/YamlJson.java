package io.tocsin.wire;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** YAML as the JSON that it says. */
public final class YamlJson {
    private static final YAMLMapper YAML = new YAMLMapper();

    private YamlJson() {}

    /** Fails with {@link MalformedException}, which names line and column. */
    public static String toJson(byte[] yaml) {
        try {
            return YAML.readTree(new String(yaml, StandardCharsets.UTF_8)).toString();
        } catch (IOException e) {
            throw new MalformedException("YAML", String.valueOf(e.getMessage()), "one YAML document");
        }
    }
}
