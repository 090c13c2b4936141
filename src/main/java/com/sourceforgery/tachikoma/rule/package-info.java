/** Files of rules that operators change: where the one in force lies, what stands in it, and what is wrong with it. */
package com.sourceforgery.tachikoma.rule;
