package io.tocsin.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The base, as its files stand. */
final class BaseDeploymentTest extends DeploymentContract {
    private static final Path FOLDER = Path.of("k8s/base");

    @Override
    Manifests manifests() {
        return Manifests.in(FOLDER);
    }

    @Override
    String settings() {
        try {
            return Files.readString(FOLDER.resolve("tocsin.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
