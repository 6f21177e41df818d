@NullMarked
package dev.backstory.store.journal;

import org.jspecify.annotations.NullMarked;
