/**
 * What the words of a mail server mean for one recipient. The rules are data
 * ({@code camel/rules/replies.yaml}); this package reads, checks and applies them. It knows no route, database or mail.
 */
package com.sourceforgery.tachikoma.reply;
