/**
 * Random graphs of hops in real requests, checked against an oracle that knows what each node must carry. Class loader: the
 * application's.
 */
@NullMarked
package dev.backstory.it.fuzz;

import org.jspecify.annotations.NullMarked;
