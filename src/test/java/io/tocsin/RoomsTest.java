package io.tocsin;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which room may know which. A new arrow is a word here, and so a word in review. */
final class RoomsTest {
    private static final String ROOT = "io.tocsin.";

    /** {@code core} is every room of the first block; {@code app} may know everything, so it is not listed. */
    private static final String MAY_KNOW = """
            post         :
            rule         :
            match        : post rule
            trial        : post rule match
            subscription : rule post
            alert        : post subscription
            story        : post rule subscription
            feed         : post subscription alert
            delivery     : subscription alert
            wire         : core jackson jsoup
            ingest       : core wire vertx zstd log
            source       : core wire vertx kafka log
            store        : core wire jdbc log
            cluster      : core wire hazelcast vertx log
            push         : core wire vertx netty log
            webhook      : core wire vertx log
            access       : core wire vertx log
            api          : core wire access vertx log
            """;

    private static final List<String> CORE =
            List.of("post", "rule", "match", "trial", "subscription", "alert", "story", "feed", "delivery");

    private static final Map<String, List<String>> LIBRARIES = Map.of(
            "jackson", List.of("com.fasterxml.jackson.."),
            "jsoup", List.of("org.jsoup.."),
            "vertx", List.of("io.vertx.."),
            "netty", List.of("io.netty.."),
            "kafka", List.of("org.apache.kafka.."),
            "zstd", List.of("com.github.luben.zstd.."),
            "jdbc", List.of("org.sqlite..", "org.postgresql..", "org.flywaydb..", "javax.sql.."),
            "hazelcast", List.of("com.hazelcast.."),
            "log", List.of("org.slf4j.."));

    private static final List<String> ALWAYS =
            List.of("java..", "javax.crypto..", "org.jspecify..", "com.google.errorprone.annotations..");

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    static Stream<Room> rooms() {
        return MAY_KNOW.lines().map(Room::parse);
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void room_knowsOnlyWhatItMay(Room room) {
        classes()
                .that()
                .resideInAPackage(ROOT + room.name + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(room.mayKnow())
                .check(MAIN);
    }

    @Test
    void everyRoom_isInTheTable() {
        Stream<String> found = MAIN.stream()
                .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.", -1)[0])
                .distinct();
        assertThat(found)
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(rooms().map(Room::name), Stream.of("app")).toList());
    }

    @Test
    void onlyApp_readsTheClockOrChance() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "app..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .check(MAIN);
    }

    private record Room(String name, List<String> knows) {
        static Room parse(String line) {
            List<String> words = List.of(line.replace(":", "").trim().split(" +", -1));
            return new Room(words.get(0), words.subList(1, words.size()));
        }

        String[] mayKnow() {
            List<String> packages = new ArrayList<>(ALWAYS);
            packages.add(ROOT + name + "..");
            for (String known : knows) {
                if (known.equals("core")) {
                    CORE.forEach(core -> packages.add(ROOT + core + ".."));
                } else {
                    packages.addAll(LIBRARIES.getOrDefault(known, List.of(ROOT + known + "..")));
                }
            }
            return packages.toArray(String[]::new);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
