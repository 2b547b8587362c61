package io.tocsin.push;

import static io.tocsin.feed.Posts.NOON;
import static io.tocsin.push.Scene.FLOODS;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.tocsin.feed.Appended;
import io.tocsin.feed.Entry;
import io.tocsin.feed.FeedChange;
import io.tocsin.feed.InMemoryFeedLog;
import io.tocsin.feed.Page;
import io.tocsin.feed.Posts;
import io.tocsin.wire.ServerFrame;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;

final class FramesTest {
    private final InMemoryFeedLog log = new InMemoryFeedLog();
    private final Frames frames = new Frames(Scene.CURSORS);

    private List<Entry> entries(int count) {
        for (int i = 1; i <= count; i++) {
            List<Appended> unused = log.append(List.of(new FeedChange.Raise(
                            Posts.post("p" + i, "{\"text\":\"" + "flood ".repeat(100) + i + "\"}"),
                            List.of(new FeedChange.Target(FLOODS, List.of())),
                            NOON)))
                    .toCompletableFuture()
                    .join();
        }
        Page page = log.read(new io.tocsin.alert.Cursor(FLOODS, 0), count)
                .toCompletableFuture()
                .join();
        return page.entries();
    }

    private static byte[] bytes(ByteBuf frame) {
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        return bytes;
    }

    @Test
    void of_sameEntry_sharesItsBytes() {
        Entry entry = entries(1).get(0);
        ByteBuf one = frames.of(entry, false);
        ByteBuf other = frames.of(entry, false);
        assertThat(frames.count()).isEqualTo(1);
        assertThat(one.memoryAddress()).isEqualTo(other.memoryAddress());
        // Each has a place of its own to read from.
        one.skipBytes(10);
        assertThat(other.readerIndex()).isZero();
        one.release();
        other.release();
    }

    @Test
    void of_entry_isATextFrame() {
        Entry entry = entries(1).get(0);
        byte[] text = ServerFrame.alert(entry, Scene.CURSORS);
        assertThat(text.length).isBetween(126, 0xFFFF);
        byte[] frame = bytes(frames.of(entry, false));
        assertThat(Arrays.copyOf(frame, 4)).containsExactly(0x81, 126, text.length >> 8, text.length & 0xFF);
        assertThat(Arrays.copyOfRange(frame, 4, frame.length)).isEqualTo(text);
    }

    /** What a reader makes of it is the same text, without anything that came before. */
    @Test
    void of_deflated_isTheTextCompressed() throws Exception {
        Entry entry = entries(1).get(0);
        byte[] text = ServerFrame.alert(entry, Scene.CURSORS);
        byte[] frame = bytes(frames.of(entry, true));
        assertThat(frame[0]).isEqualTo((byte) 0xC1);
        assertThat(frame.length).isLessThan(text.length / 2);
        int header = frame[1] == 126 ? 4 : 2;
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream in = new ByteArrayOutputStream();
        in.write(frame, header, frame.length - header);
        in.writeBytes(new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF});
        inflater.setInput(in.toByteArray());
        byte[] out = new byte[text.length + 10];
        int length = inflater.inflate(out);
        inflater.end();
        assertThat(new String(out, 0, length, StandardCharsets.UTF_8))
                .isEqualTo(new String(text, StandardCharsets.UTF_8));
    }

    /** The same number, but its post is erased: what was made before is not given again. */
    @Test
    void of_sameAlertErased_isAnother() {
        Entry before = entries(1).get(0);
        frames.of(before, false).release();
        Entry erased = new Entry(before.alert(), java.util.Optional.empty());
        assertThat(new String(bytes(frames.of(erased, false)), StandardCharsets.UTF_8))
                .contains("\"deleted\":true")
                .doesNotContain("flood ");
    }

    /** What is pushed out stays whole for who has it, and is let go of with him. */
    @Test
    void of_moreThanIsKept_pushesOutTheOldest() {
        Frames small = new Frames(Scene.CURSORS, 2_000);
        List<Entry> entries = entries(10);
        ByteBuf first = small.of(entries.get(0), false);
        assertThat(first.refCnt()).isEqualTo(2);
        for (Entry entry : entries) {
            small.of(entry, false).release();
        }
        assertThat(first.refCnt()).isEqualTo(1);
        assertThat(bytes(first)).contains(0x81);
        assertThat(first.release()).isTrue();
        long made = small.count();
        small.of(entries.get(0), false).release();
        assertThat(small.count()).isEqualTo(made + 1);
    }
}
