package org.medsendx.miner.chart;

/** A place on a drawing, from its upper left corner, y downwards. */
public record Spot(double x, double y) {}
