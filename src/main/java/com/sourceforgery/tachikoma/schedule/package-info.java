/** Mail that waits for its time: listed, moved, sent now, cancelled. */
package com.sourceforgery.tachikoma.schedule;
