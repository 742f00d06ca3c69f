import fc from "fast-check";

// Property tests draw the same texts on every machine, so that a run that passed here passes there. PROPERTY_SEED=N draws others;
// PROPERTY_SEED=random those of the moment (fast-check prints the seed of what failed).
const wanted = process.env.PROPERTY_SEED ?? "20261122";
if (wanted !== "random") fc.configureGlobal({ seed: Number(wanted) });
