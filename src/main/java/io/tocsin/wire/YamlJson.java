package io.tocsin.wire;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.charset.StandardCharsets;

/** YAML as the JSON that it says. */
public final class YamlJson {
    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private YamlJson() {}

    /** Fails with {@link MalformedException}, which names line and column. */
    public static String toJson(byte[] yaml) {
        try {
            return YAML.readTree(new String(yaml, StandardCharsets.UTF_8)).toString();
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "YAML" : "YAML at line " + at.getLineNr() + ", column " + at.getColumnNr();
            String what =
                    String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("not readable");
            throw new MalformedException(where, what, "one YAML document");
        }
    }
}
