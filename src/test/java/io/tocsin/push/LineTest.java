package io.tocsin.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a line says of frames that it has written. */
final class LineTest {
    private final Narrow channel = new Narrow();
    private final Line line;
    private final List<String> taken = new ArrayList<>();

    /** A socket that takes nothing for a while. */
    private static final class Narrow extends EmbeddedChannel {
        private boolean taking = true;

        @Override
        protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
            if (taking) {
                super.doWrite(waiting);
            }
        }
    }

    LineTest() {
        channel.pipeline().addLast("handler", new ChannelInboundHandlerAdapter());
        line = Line.on(channel, new Loop(channel.eventLoop(), new Frames(Scene.CURSORS)), 1024, false);
    }

    @AfterEach
    void close() {
        channel.taking = true;
        boolean unused = channel.finishAndReleaseAll();
    }

    private void write(String text) {
        writeOnly(text);
        channel.runPendingTasks();
    }

    private void writeOnly(String text) {
        line.write(Frame.text(text.getBytes(StandardCharsets.US_ASCII)), () -> taken.add(text));
    }

    @Test
    void write_socketTakesIt_isTold() {
        write("a");
        write("b");
        assertThat(taken).containsExactly("a", "b");
    }

    @Test
    void write_socketTakesItLater_isToldThen_inOrder() {
        channel.taking = false;
        write("a");
        write("b");
        assertThat(taken).isEmpty();
        channel.taking = true;
        write("c");
        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void write_connectionEndsBefore_isNeverTold() {
        channel.taking = false;
        write("a");
        channel.close();
        write("b");
        assertThat(taken).isEmpty();
    }

    @Test
    void write_connectionEndsInTheSameTurn_isNeverTold() {
        writeOnly("a");
        channel.close();
        channel.runPendingTasks();
        assertThat(taken).isEmpty();
    }
}
