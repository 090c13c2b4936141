/**
 * The role {@code sink}: an SMTP server that plays Postfix and the mail servers of the world behind it. The recipient's
 * address chooses what becomes of a mail ({@link com.sourceforgery.tachikoma.sink.Behaviour}); what was received is kept
 * ({@link com.sourceforgery.tachikoma.sink.SinkStore}) and can be looked at over HTTP. For demos, tests, benchmarks and as
 * a sandbox: it never sends a mail anywhere.
 */
package com.sourceforgery.tachikoma.sink;
