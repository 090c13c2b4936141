package com.sourceforgery.tachikoma.component.maillog;

/**
 * A place in a log, which stays the same when the file is renamed, copied or compressed.
 *
 * @param file the {@link LogFile#identity} of the file
 * @param offset bytes from its (uncompressed) beginning
 * @param modified when the file was last written as far as was seen, in milliseconds; finds the next file if this is lost
 */
public record LogPosition(String file, long offset, long modified) {

    LogPosition at(long newOffset) {
        return new LogPosition(file, newOffset, modified);
    }

    /** One line of text, read by {@link #parse}. */
    @Override
    public String toString() {
        return file + ":" + offset + ":" + modified;
    }

    /** @throws IllegalArgumentException when the text is no position */
    public static LogPosition parse(String text) {
        String[] parts = text.strip().split(":");
        if (parts.length != 3) {
            throw new IllegalArgumentException("not a log position: " + text);
        }
        return new LogPosition(parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }
}
