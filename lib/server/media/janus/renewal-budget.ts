/** How often a publication or subscription that breaks by itself is made again: after a burst, once in 10 s. */
export const renewalsPerSecond = 0.1;
export const renewalBurst = 5;
