package io.tocsin.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Kubernetes objects that are applied together. */
record Manifests(List<Manifest> all) {
    static final Path ROOT = Path.of("k8s");
    static final String KUSTOMIZATION = "kustomization.yaml";

    /** What the folder's kustomization names as resources, as it stands in its files. */
    static Manifests in(Path folder) {
        Manifest kustomization = Manifest.read(folder.resolve(KUSTOMIZATION)).get(0);
        return new Manifests(texts(kustomization.at("/resources"))
                .map(folder::resolve)
                .filter(Files::isRegularFile)
                .flatMap(file -> Manifest.read(file).stream())
                .toList());
    }

    /** What kustomize makes of the folder. */
    static Manifests rendered(Path folder) {
        return new Manifests(Manifest.parse(folder.toString(), render(folder)));
    }

    /** Every folder that has a kustomization. */
    static Stream<Path> folders() {
        return files().filter(file -> file.endsWith(KUSTOMIZATION))
                .map(file -> file.resolveSibling(""))
                .map(Path::normalize);
    }

    static Stream<Path> files() {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(Files::isRegularFile).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The only one of its kind. */
    Manifest one(String kind) {
        List<Manifest> found = of(kind).toList();
        if (found.size() != 1) {
            throw new AssertionError(kind + ": " + found + " (expected: one)");
        }
        return found.get(0);
    }

    Stream<Manifest> of(String kind) {
        return all.stream().filter(manifest -> manifest.kind().equals(kind));
    }

    static Stream<String> texts(JsonNode list) {
        return elements(list).map(JsonNode::asText);
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    private static String render(Path folder) {
        List<String> missing = new ArrayList<>();
        for (List<String> command : List.of(List.of("kustomize", "build"), List.of("kubectl", "kustomize"))) {
            List<String> whole = new ArrayList<>(command);
            whole.add(folder.toString());
            try {
                return output(
                        new ProcessBuilder(whole)
                                .redirectError(Redirect.INHERIT)
                                .start(),
                        whole);
            } catch (IOException e) {
                missing.add(String.valueOf(e.getMessage()));
            }
        }
        throw new AssertionError("kustomize: " + missing + " (expected: kustomize or kubectl is installed)");
    }

    private static String output(Process process, List<String> command) throws IOException {
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": exit code " + process.exitValue());
            }
            return output;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
