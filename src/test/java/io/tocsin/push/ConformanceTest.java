package io.tocsin.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.RawSocket;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455, for what a server of text messages takes. */
final class ConformanceTest {
    private static final byte[] PING = "{\"type\":\"ping\"}".getBytes(StandardCharsets.UTF_8);
    private static final String PONG = "{\"type\":\"pong\"}";
    private static final int FINAL = 0x80;
    private static final int MORE = 0;
    private static final int CONTINUED = 0x0;
    private static final int TEXT = 0x1;
    private static final int BINARY = 0x2;
    private static final int CLOSE = 0x8;
    private static final int CONTROL_PING = 0x9;
    private static final int CONTROL_PONG = 0xA;

    private Scene scene;
    private RawSocket socket;

    @BeforeEach
    void start() throws Exception {
        scene = new Scene();
        socket = new RawSocket(scene.server.port());
        assertThat(socket.head()).startsWith("HTTP/1.1 101").contains("sec-websocket-protocol: tocsin.v1");
        assertThat(socket.next().text()).contains("welcome");
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        scene.close();
    }

    private static byte[] part(byte[] whole, int from, int to) {
        return Arrays.copyOfRange(whole, from, to);
    }

    private void answersStill() throws Exception {
        socket.frame(FINAL | TEXT, PING);
        assertThat(socket.next().text()).isEqualTo(PONG);
    }

    private void closes(int code) throws Exception {
        RawSocket.Got close = socket.nextControl();
        assertThat(close.opcode()).isEqualTo(CLOSE);
        assertThat(close.code()).isEqualTo(code);
        assertThat(socket.ended()).isTrue();
    }

    @Test
    void text_whole_isAnswered() throws Exception {
        answersStill();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 14})
    void text_inTwoFrames_isOneMessage(int at) throws Exception {
        socket.frame(MORE | TEXT, part(PING, 0, at));
        socket.frame(FINAL | CONTINUED, part(PING, at, PING.length));
        assertThat(socket.next().text()).isEqualTo(PONG);
    }

    @Test
    void text_inManyFramesWithPingsBetween_isOneMessage() throws Exception {
        for (int i = 0; i < PING.length; i++) {
            socket.frame(i == 0 ? MORE | TEXT : MORE | CONTINUED, part(PING, i, i + 1));
            socket.frame(FINAL | CONTROL_PING, new byte[] {(byte) i});
            RawSocket.Got pong = socket.next();
            assertThat(pong.first()).isEqualTo(FINAL | CONTROL_PONG);
            assertThat(pong.payload()).containsExactly((byte) i);
        }
        socket.frame(FINAL | CONTINUED, new byte[0]);
        assertThat(socket.next().text()).isEqualTo(PONG);
    }

    @Test
    void text_inBytesOneByOne_isAnswered() throws Exception {
        for (byte each : RawSocket.masked(FINAL | TEXT, PING)) {
            socket.send(new byte[] {each});
        }
        assertThat(socket.next().text()).isEqualTo(PONG);
    }

    /** A character may lie in two frames. */
    @Test
    void text_characterInTwoFrames_isOneCharacter() throws Exception {
        byte[] message = "{\"type\":\"größer\"}".getBytes(StandardCharsets.UTF_8);
        int middle = 12;
        assertThat(message[middle]).isEqualTo((byte) 0xB6);
        socket.frame(MORE | TEXT, part(message, 0, middle));
        socket.frame(FINAL | CONTINUED, part(message, middle, message.length));
        assertThat(socket.next().text()).contains("größer");
        closes(1008);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 125})
    void ping_isAnsweredWithWhatItCarries(int length) throws Exception {
        byte[] payload = new byte[length];
        Arrays.fill(payload, (byte) 'p');
        socket.frame(FINAL | CONTROL_PING, payload);
        RawSocket.Got pong = socket.next();
        assertThat(pong.first()).isEqualTo(FINAL | CONTROL_PONG);
        assertThat(pong.payload()).isEqualTo(payload);
    }

    @Test
    void pong_unasked_isNothing() throws Exception {
        socket.frame(FINAL | CONTROL_PONG, "x".getBytes(StandardCharsets.UTF_8));
        answersStill();
    }

    @ParameterizedTest
    @CsvSource({"1000", "1001", "3000", "4999"})
    void close_isAnsweredWithItsCode(int code) throws Exception {
        socket.frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code, 'b', 'y', 'e'});
        closes(code);
    }

    @Test
    void close_withoutCode_isAnswered() throws Exception {
        socket.frame(FINAL | CLOSE, new byte[0]);
        assertThat(socket.nextControl().opcode()).isEqualTo(CLOSE);
        assertThat(socket.ended()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "a control frame of 126 bytes, 89, 126",
        "a control frame that is not final, 09, 1",
        "a reserved opcode, 83, 0",
        "a reserved control opcode, 8B, 0",
        "a reserved bit, C1, 2",
        "a continuation of nothing, 80, 2",
        "a close frame of one byte, 88, 1"
    })
    void frame_againstTheProtocol_closes(String what, String first, int length) throws Exception {
        socket.frame(HexFormat.fromHexDigits(first), new byte[length]);
        RawSocket.Got close = socket.nextControl();
        assertThat(close.opcode()).as(what).isEqualTo(CLOSE);
        assertThat(close.code()).as(what).isIn(1002, 1007);
        assertThat(socket.ended()).isTrue();
    }

    @Test
    void frame_notMasked_closes() throws Exception {
        socket.send(new byte[] {(byte) (FINAL | TEXT), 2, '{', '}'});
        closes(1002);
    }

    @Test
    void text_beforeTheLastOneEnds_closes() throws Exception {
        socket.frame(MORE | TEXT, part(PING, 0, 3));
        socket.frame(FINAL | TEXT, PING);
        closes(1002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ff", "c3", "c3 28", "e2 82", "ed a0 80", "f4 90 80 80", "c0 80", "f8 88 80 80 80"})
    void text_notUtf8_closes(String hex) throws Exception {
        byte[] wrong = HexFormat.ofDelimiter(" ").parseHex(hex);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes("{\"type\":\"".getBytes(StandardCharsets.UTF_8));
        message.writeBytes(wrong);
        message.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
        socket.frame(FINAL | TEXT, message.toByteArray());
        closes(1007);
    }

    @Test
    void binary_closes() throws Exception {
        socket.frame(FINAL | BINARY, PING);
        assertThat(socket.next().text()).contains("\"fatal\":true");
        closes(1003);
    }

    @Test
    void frame_tooLong_closes() throws Exception {
        socket.frame(FINAL | TEXT, new byte[PushConfig.USUAL.maxMessageBytes() + 1]);
        closes(1009);
    }

    @Test
    void message_tooLongInParts_closes() throws Exception {
        byte[] half = new byte[PushConfig.USUAL.maxMessageBytes() / 2 + 1];
        Arrays.fill(half, (byte) ' ');
        socket.frame(MORE | TEXT, half);
        socket.frame(FINAL | CONTINUED, half);
        closes(1009);
    }

    /** As long as may be, it is read: it is just not our protocol. */
    @Test
    void message_asLongAsMayBe_isRead() throws Exception {
        byte[] message = new byte[PushConfig.USUAL.maxMessageBytes()];
        Arrays.fill(message, (byte) ' ');
        System.arraycopy(PING, 0, message, 0, PING.length);
        socket.frame(FINAL | TEXT, message);
        assertThat(socket.next().text()).isEqualTo(PONG);
    }

    @Test
    void afterItsClose_nothingIsHeard() throws Exception {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(RawSocket.masked(FINAL | CLOSE, new byte[] {3, (byte) 0xE8}));
        both.writeBytes(RawSocket.masked(FINAL | TEXT, PING));
        socket.send(both.toByteArray());
        RawSocket.Got first = socket.next();
        assertThat(first.opcode()).isEqualTo(CLOSE);
        assertThat(socket.ended()).isTrue();
    }

    /** The server speaks without a mask, in whole frames, however long. */
    @ParameterizedTest
    @ValueSource(ints = {1, 20_000, 70_000})
    void alert_isOneFrame(int length) throws Exception {
        socket.text("{\"type\":\"subscribe\",\"subscription\":\"sub_floods\"}");
        assertThat(socket.next().text()).contains("subscribed");
        scene.raise(Scene.FLOODS, 1, 1, "x".repeat(length));
        RawSocket.Got alert = socket.next();
        assertThat(alert.first()).isEqualTo(FINAL | TEXT);
        assertThat(alert.text()).contains("x".repeat(length)).endsWith("}}");
    }
}
