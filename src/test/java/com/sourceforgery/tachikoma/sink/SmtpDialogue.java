package com.sourceforgery.tachikoma.sink;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An SMTP client that shows each reply as it came. */
final class SmtpDialogue implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;
    private final BufferedWriter out;

    SmtpDialogue(int port) throws IOException {
        socket = new Socket("127.0.0.1", port);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8));
        reply();
        say("EHLO client.example.net");
    }

    /** Sends one line, answers the last line of the reply. */
    String say(String line) throws IOException {
        out.write(line + "\r\n");
        out.flush();
        return reply();
    }

    private String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line;
    }

    /** A whole mail; answers the reply to its end, or the first refusal. */
    String send(String sender, String recipient, String mail) throws IOException {
        say("MAIL FROM:<" + sender + ">");
        String reply = say("RCPT TO:<" + recipient + ">");
        if (!reply.startsWith("250")) {
            say("RSET");
            return reply;
        }
        say("DATA");
        out.write(mail);
        return say("\r\n.".substring(mail.endsWith("\r\n") ? 2 : 0));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
