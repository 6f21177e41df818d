@NullMarked
package dev.backstory.store.postgres;

import org.jspecify.annotations.NullMarked;
