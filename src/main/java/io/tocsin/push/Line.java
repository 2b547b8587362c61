package io.tocsin.push;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.stream.ChunkedWriteHandler;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A WebSocket after its handshake, as RFC 6455 has it: text messages in, whole; frames out that are bytes already. It
 * sits in the channel itself in place of Vert.x's handlers, so that a frame made once goes out as it is, and an idle
 * session costs little. All of it belongs to the channel's event loop.
 *
 * <pre>
 *  open ── close(), or the peer's close frame, or what breaks the protocol ──▶ closing ── the peer closes, or 2 s ──▶ closed
 * </pre>
 */
final class Line extends ChannelInboundHandlerAdapter {
    static final int NORMAL = 1000;
    static final int PROTOCOL_ERROR = 1002;
    static final int UNSUPPORTED = 1003;
    static final int NOT_UTF8 = 1007;
    static final int TOO_LARGE = 1009;

    private static final Logger LOG = LoggerFactory.getLogger(Line.class);
    private static final int WRITE_QUEUE_BYTES = 64 * 1024;
    private static final long CLOSING_MILLIS = 2000;
    private static final int NO_STATUS = -1;
    private static final String HANDLER = "handler";
    private static final byte[] NOTHING = {};

    private final Loop loop;
    private final Channel channel;
    private final int maxMessageBytes;
    private final boolean deflates;
    private final Deque<WebSocketFrame> held = new ArrayDeque<>(1);
    /** What is to be run when the socket has taken what was written last. */
    private final List<Runnable> untaken = new ArrayList<>(1);

    private @Nullable End end;
    private @Nullable ChannelHandlerContext pipe;
    private @Nullable ByteArrayOutputStream partial;
    private boolean flushing;
    private boolean reading = true;
    private boolean closing;
    private boolean closed;

    /** Whom the line tells what happens on it. */
    interface End {
        void heard(String text);

        void heardBinary();

        /** The peer has sent something, whatever it was. */
        void alive();

        /** There is room again for more to be written. */
        void writable();

        void closed();
    }

    private Line(Loop loop, Channel channel, int maxMessageBytes, boolean deflates) {
        this.loop = loop;
        this.channel = channel;
        this.maxMessageBytes = maxMessageBytes;
        this.deflates = deflates;
    }

    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    /**
     * Takes over a channel whose handshake is done.
     *
     * @param deflates whether messages may be sent compressed, if that was agreed on
     */
    static Line on(Channel channel, Loop loop, int maxMessageBytes, boolean deflates) {
        ChannelPipeline pipeline = channel.pipeline();
        boolean agreed = pipeline.get(WebSocketExtensionEncoder.class) != null;
        Line line = new Line(loop, channel, maxMessageBytes, deflates && agreed);
        removeOutbound(pipeline);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(WRITE_QUEUE_BYTES / 2, WRITE_QUEUE_BYTES));
        channel.config().setAutoRead(true);
        pipeline.replace(HANDLER, HANDLER, line);
        return line;
    }

    /** Frames go out as they are, and who says nothing is found by pings. */
    private static void removeOutbound(ChannelPipeline pipeline) {
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
        if (pipeline.get(ChunkedWriteHandler.class) != null) {
            pipeline.remove(ChunkedWriteHandler.class);
        }
        if (pipeline.get(WebSocketExtensionEncoder.class) != null) {
            pipeline.remove(WebSocketExtensionEncoder.class);
        }
        pipeline.toMap().forEach((name, handler) -> {
            if (handler instanceof WebSocketFrameEncoder) {
                pipeline.remove(name);
            }
        });
    }

    void open(End end) {
        this.end = end;
    }

    /** Whether messages are to be sent compressed. */
    boolean deflates() {
        return deflates;
    }

    boolean full() {
        return closing || closed || !channel.isWritable();
    }

    /** How much can be written before the line is full. */
    long roomBytes() {
        return closing || closed ? 0 : channel.bytesBeforeUnwritable();
    }

    /** What the socket has not taken yet, in bytes. */
    long waitingBytes() {
        var waiting = channel.unsafe().outboundBuffer();
        return waiting == null ? 0 : waiting.totalPendingWriteBytes();
    }

    /** Writes a whole frame, and lets go of it; it is flushed with all else of this turn. */
    void write(ByteBuf frame) {
        if (closing || closed) {
            frame.release();
            return;
        }
        var unused = pipe().write(frame, pipe().voidPromise());
        flushSoon();
    }

    /** As {@link #write(ByteBuf)}; {@code taken} runs when the socket has taken it. */
    void write(ByteBuf frame, Runnable taken) {
        if (closing || closed) {
            frame.release();
            return;
        }
        write(frame);
        untaken.add(taken);
    }

    void say(String text) {
        write(Frame.text(text.getBytes(StandardCharsets.UTF_8)));
    }

    void ping() {
        write(Frame.of(Frame.PING, NOTHING));
    }

    private void flushSoon() {
        if (!flushing) {
            flushing = true;
            loop.flushSoon(this);
        }
    }

    void flush() {
        flushing = false;
        channel.flush();
    }

    /**
     * After a flush: says what the socket has taken, which mostly is all, so that no frame needs a promise of its own.
     * What it has not taken is told when it has.
     */
    void settle() {
        if (untaken.isEmpty()) {
            return;
        }
        List<Runnable> told = List.copyOf(untaken);
        untaken.clear();
        if (!channel.isActive()) {
            return;
        }
        if (waitingBytes() == 0) {
            told.forEach(Runnable::run);
        } else {
            var unused = pipe().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(done -> {
                if (done.isSuccess()) {
                    told.forEach(Runnable::run);
                }
            });
        }
    }

    /** Sends a close frame, and gives the peer a moment to do its part. */
    void close(int code, String reason) {
        if (closing || closed) {
            return;
        }
        write(Frame.close(code, reason));
        closing = true;
        release();
        listen(true);
        // A peer that does not read puts off our frame for ever, and one that breaks the protocol may never answer.
        loop.later(CLOSING_MILLIS, this::cut);
    }

    /** Closes the socket at once, with all that is still to be written. */
    void cut() {
        closing = true;
        if (!closed) {
            Peers.cut(channel);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        pipe = added;
    }

    private ChannelHandlerContext pipe() {
        return Objects.requireNonNull(pipe);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object read) {
        if (!(read instanceof WebSocketFrame frame)) {
            ReferenceCountUtil.release(read);
            return;
        }
        if (!closing && (!held.isEmpty() || !channel.isWritable())) {
            // Who does not read our answers is not heard until it does.
            held.add(frame);
            listen(false);
            return;
        }
        take(frame);
    }

    private void take(WebSocketFrame frame) {
        try {
            handle(frame);
        } finally {
            frame.release();
        }
    }

    private void listen(boolean on) {
        if (reading != on) {
            reading = on;
            channel.config().setAutoRead(on);
        }
    }

    private void handle(WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            closedByPeer(close.statusCode());
        } else if (closing || end == null) {
            return;
        } else {
            end.alive();
            if (frame instanceof PingWebSocketFrame) {
                write(Frame.of(Frame.PONG, bytes(frame.content())));
            } else if (frame instanceof BinaryWebSocketFrame) {
                end.heardBinary();
            } else if (!(frame instanceof PongWebSocketFrame)) {
                part(frame);
            }
        }
    }

    /** A text frame, or one that goes on with it: Netty's decoder has seen to their order. */
    private void part(WebSocketFrame frame) {
        byte[] bytes = bytes(frame.content());
        int before = partial == null ? 0 : partial.size();
        if (before + bytes.length > maxMessageBytes) {
            close(TOO_LARGE, "a message of more than " + maxMessageBytes + " bytes");
            return;
        }
        if (!frame.isFinalFragment() || partial != null) {
            partial = partial == null ? new ByteArrayOutputStream(bytes.length) : partial;
            partial.writeBytes(bytes);
        }
        if (frame.isFinalFragment()) {
            byte[] whole = partial == null ? bytes : partial.toByteArray();
            partial = null;
            heard(whole);
        }
    }

    private void heard(byte[] message) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(message))
                    .toString();
        } catch (CharacterCodingException e) {
            close(NOT_UTF8, "a text that is not UTF-8");
            return;
        }
        if (end != null) {
            end.heard(text);
        }
    }

    private void closedByPeer(int status) {
        if (!closing) {
            close(status == NO_STATUS ? NORMAL : status, "");
        }
        // Both sides have said it now: it is the server's to close the connection, when its own frame is out.
        channel.flush();
        var unused = pipe().writeAndFlush(channel.alloc().buffer(0)).addListener(done -> cut());
    }

    private static byte[] bytes(ByteBuf content) {
        byte[] bytes = new byte[content.readableBytes()];
        content.getBytes(content.readerIndex(), bytes);
        return bytes;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        while (channel.isWritable() && !held.isEmpty()) {
            take(held.remove());
        }
        if (channel.isWritable() && held.isEmpty()) {
            listen(true);
            if (end != null && !closing) {
                end.writable();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable failure) {
        if (failure instanceof CorruptedWebSocketFrameException corrupted) {
            close(corrupted.closeStatus().code(), "not a WebSocket frame");
        } else if (failure instanceof TooLongFrameException) {
            close(TOO_LARGE, "a frame of more than " + maxMessageBytes + " bytes");
        } else {
            LOG.debug("a session's connection is lost: {}", failure.toString());
            cut();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        closed = true;
        closing = true;
        release();
        if (end != null) {
            end.closed();
        }
    }

    private void release() {
        while (!held.isEmpty()) {
            held.remove().release();
        }
    }
}
