package com.sourceforgery.tachikoma.compose;

import java.util.List;

/**
 * A mail ready for SMTP.
 *
 * @param body the whole message (RFC 5322): ASCII but for international local parts in its address headers, lines end in
 *     CRLF, no line begins with a dot
 * @param envelopeSender the mail's own bounce address (VERP)
 * @param recipient envelope recipient, its domain in ASCII
 * @param bcc further envelope recipients, their domains in ASCII
 */
public record ComposedMail(byte[] body, String envelopeSender, String recipient, List<String> bcc) {}
