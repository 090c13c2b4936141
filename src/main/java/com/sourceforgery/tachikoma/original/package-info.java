/** Coming from Tachikoma 1.0: its accounts, users, block list and incoming addresses. */
package com.sourceforgery.tachikoma.original;
