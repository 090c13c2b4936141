package com.sourceforgery.tachikoma.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a sink received: the folder's {@code index.jsonl} (one line a mail) and {@code bodies} (the mails as received, one
 * after another). Both only grow; a mail is in both before its sender is told so, and what a crash left half-written is
 * cut off at the next start. Memory does not grow with the number of mails.
 */
public final class SinkStore implements AutoCloseable {
    private final Path folder;
    private final SinkIndex index;
    private final FileChannel bodies;
    private long bodiesEnd;

    /** Opens the store in this folder, or makes one. */
    public SinkStore(Path folder) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.index = new SinkIndex(folder.resolve("index.jsonl"));
        this.bodies = FileChannel.open(
                folder.resolve("bodies"), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        recover();
    }

    private void recover() throws IOException {
        for (StoredMail last = last(); last != null; last = last()) {
            bodiesEnd = last.offset() + last.size();
            if (bodiesEnd <= bodies.size()) {
                break;
            }
            index.cut(last);
            bodiesEnd = last.offset();
        }
        bodies.truncate(bodiesEnd);
        try (DirectoryStream<Path> halves = Files.newDirectoryStream(folder, Spool.FILE_PREFIX + "*")) {
            for (Path half : halves) {
                Files.delete(half);
            }
        }
    }

    private StoredMail last() {
        return latest(Long.MAX_VALUE, 1).stream().findFirst().orElse(null);
    }

    /** Where the temporary files of mails in transit belong. */
    Path folder() {
        return folder;
    }

    synchronized StoredMail append(Spool spool, String queueId, String sender, List<String> recipients)
            throws IOException {
        spool.writeTo(bodies, bodiesEnd);
        StoredMail mail = new StoredMail(
                index.end(),
                Instant.now().toString(),
                queueId,
                sender,
                recipients.stream().map(StoredMail.Recipient::of).toList(),
                spool.size(),
                spool.messageId(),
                spool.sha256(),
                bodiesEnd);
        index.append(mail);
        bodiesEnd += spool.size();
        return mail;
    }

    /** The cursor behind the newest mail: {@link #after} from here on gives what comes from now on. */
    public long end() {
        return index.end();
    }

    /**
     * Mails from a cursor on, oldest first. Close the stream.
     *
     * @param cursor 0 for all, an earlier {@link #end()}, or a mail's id, which then is the first one
     */
    public Stream<StoredMail> after(long cursor) {
        return index.from(cursor);
    }

    /** Newest first: at most so many mails that came before the mail of this id. */
    public List<StoredMail> latest(long beforeId, int limit) {
        return index.before(beforeId, limit);
    }

    /** All mails that had this recipient, oldest first. */
    public List<StoredMail> find(String recipient) {
        try (Stream<StoredMail> mails = after(0)) {
            return mails.filter(mail -> mail.isFor(recipient)).toList();
        }
    }

    /** The mail of an id, or nothing when there is none or the id is not one. */
    public Optional<StoredMail> mail(long id) {
        if (id < 0 || id >= end()) {
            return Optional.empty();
        }
        try (Stream<StoredMail> mails = after(id)) {
            return mails.findFirst().filter(mail -> mail.id() == id);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    public long count() {
        try (Stream<StoredMail> mails = after(0)) {
            return mails.count();
        }
    }

    /** The whole mail as received. */
    public byte[] body(StoredMail mail) throws IOException {
        return head(mail, Integer.MAX_VALUE);
    }

    /** The first bytes of a mail. */
    byte[] head(StoredMail mail, int limit) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(mail.size(), limit));
        while (bytes.hasRemaining() && bodies.read(bytes, mail.offset() + bytes.position()) >= 0) {}
        return bytes.array();
    }

    /** Copies the whole mail without holding it in memory. */
    void copyBody(StoredMail mail, OutputStream target) throws IOException {
        bodies.transferTo(mail.offset(), mail.size(), Channels.newChannel(target));
    }

    @Override
    public void close() throws IOException {
        index.close();
        bodies.close();
    }
}
