import { LOCAL_VOICES } from '@leadlock/voice/local';
import { z } from 'zod';

const ScriptLine = z.union([
  z.string().min(1),
  z.strictObject({
    say: z.string().min(1),
    /** Says it while the agent speaks, once that was heard for so long. */
    interruptAfterMs: z.number().int().min(0).optional(),
  }),
  /** Keys of the phone, one after the other. */
  z.strictObject({ press: z.string().regex(/^[0-9*#]+$/) }),
]);

const Persona = z.strictObject({
  name: z.string().min(1),
  goal: z.string().min(1),
  phone: z.string().optional(),
  when: z.string().optional(),
  email: z.string().optional(),
  address: z.string().optional(),
  facts: z.record(z.string(), z.string()).optional(),
  questions: z.array(z.string()).optional(),
});

/** How a simulated person behaves on the phone. Without script and persona it only listens. */
export const CallerPlan = z
  .strictObject({
    /** Said in turn, whatever the agent says. */
    script: z.array(ScriptLine).optional(),
    /** A person with a goal, who answers questions. */
    persona: Persona.optional(),
    voice: z.enum(LOCAL_VOICES).default('rms'),
    speaksFirst: z.boolean().default(false),
    /** Who ends the call when the caller has nothing more to say. */
    hangUp: z.enum(['after-last-line', 'after-last-answer', 'never']).default('after-last-answer'),
    /** Silence after which the caller speaks unasked. */
    patienceMs: z.number().int().min(500).default(10_000),
  })
  .refine((plan) => !(plan.script && plan.persona), 'A caller has a script or a persona, not both');

export type CallerPlan = z.infer<typeof CallerPlan>;
export type ScriptLine = z.infer<typeof ScriptLine>;
