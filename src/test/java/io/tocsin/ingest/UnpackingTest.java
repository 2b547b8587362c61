package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import io.tocsin.wire.MalformedException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnpackingTest {
    private static final int LARGEST = 1 << 20;

    static Stream<Arguments> seeds() {
        return IntStream.range(0, 20)
                .boxed()
                .flatMap(seed -> Stream.of("identity", "gzip", "zstd").map(coding -> Arguments.of(coding, seed)));
    }

    @ParameterizedTest(name = "{0} seed {1}")
    @MethodSource("seeds")
    void next_fedInPieces_isWhatWasPacked(String coding, int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] one = some(random);
        byte[] two = some(random);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.writeBytes(pack(coding, one));
        packed.writeBytes(pack(coding, two));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(one);
        both.writeBytes(two);
        try (Unpacking unpacking = Unpacking.of(coding).orElseThrow()) {
            assertThat(unpack(unpacking, packed.toByteArray(), random)).isEqualTo(both.toByteArray());
            unpacking.end();
        }
    }

    private static byte[] some(SplittableRandom random) {
        byte[] bytes = new byte[random.nextInt(1 << random.nextInt(1, 19))];
        random.nextBytes(bytes);
        int same = random.nextInt(bytes.length + 1);
        Arrays.fill(bytes, 0, same, (byte) 'x');
        return bytes;
    }

    static byte[] pack(String coding, byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream packing = coding.equals("gzip")
                ? new GZIPOutputStream(packed)
                : coding.equals("zstd") ? new ZstdOutputStream(packed) : packed) {
            packing.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] unpack(Unpacking unpacking, byte[] packed, SplittableRandom random) {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        int at = 0;
        while (at < packed.length) {
            int end = Math.min(packed.length, at + random.nextInt(1, 1 << random.nextInt(1, 18)));
            unpacking.feed(Arrays.copyOfRange(packed, at, end));
            at = end;
            for (byte[] piece = unpacking.next(); piece.length > 0; piece = unpacking.next()) {
                assertThat(piece.length).isLessThanOrEqualTo(Unpacking.PIECE);
                unpacked.writeBytes(piece);
            }
        }
        return unpacked.toByteArray();
    }

    private static byte[] unpack(String coding, byte[] packed) {
        try (Unpacking unpacking = Unpacking.of(coding).orElseThrow()) {
            byte[] unpacked = unpack(unpacking, packed, new SplittableRandom(1));
            unpacking.end();
            return unpacked;
        }
    }

    /** With each part that a head may have: more, a name, a comment and a checksum of its own. */
    @Test
    void next_gzipWithEverythingInItsHead_isRead() throws IOException {
        byte[] plain = pack("gzip", "flood".getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        packed.write(plain, 0, 3);
        packed.write(0b11110);
        packed.write(plain, 4, 6);
        packed.writeBytes(new byte[] {3, 0, 7, 7, 7, 'n', 0, 'c', 'c', 0, 1, 2});
        packed.write(plain, 10, plain.length - 10);
        assertThat(unpack("gzip", packed.toByteArray())).asString().isEqualTo("flood");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void end_breaksOff_isRefused(String coding) throws IOException {
        byte[] packed = pack(coding, some(new SplittableRandom(3)));
        for (int length : new int[] {packed.length / 2, packed.length - 1}) {
            assertThatThrownBy(() -> unpack(coding, Arrays.copyOf(packed, length)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageStartingWith(coding + ": ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void next_notPacked_isRefused(String coding) {
        assertThatThrownBy(() -> unpack(coding, "{\"source\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void next_checksumIsAnother_isRefused() throws IOException {
        byte[] packed = pack("gzip", some(new SplittableRandom(3)));
        packed[packed.length - 6] ^= 1;
        assertThatThrownBy(() -> unpack("gzip", packed)).hasMessage("gzip: its checksum is another");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "zstd"})
    void next_aBomb_isUnpackedNoFurtherThanAskedFor(String coding) throws IOException {
        byte[] packed = pack(coding, new byte[16 * LARGEST]);
        try (Unpacking unpacking = Unpacking.of(coding).orElseThrow()) {
            unpacking.feed(packed);
            assertThat(unpacking.next().length).isBetween(1, Unpacking.PIECE);
        }
    }

    @Test
    void next_windowTooLarge_isRefused() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (ZstdOutputStream packing = new ZstdOutputStream(packed)) {
            packing.setLong(24);
            packing.write(new byte[LARGEST]);
        }
        assertThatThrownBy(() -> unpack("zstd", packed.toByteArray())).isInstanceOf(MalformedException.class);
    }

    @Test
    void of_anotherCoding_isNone() {
        assertThat(Unpacking.of("br")).isEmpty();
    }
}
