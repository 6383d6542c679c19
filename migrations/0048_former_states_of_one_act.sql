-- An act on very many sessions names its way back by one id instead of one for each of them.
ALTER TABLE former_states ADD COLUMN act_id TEXT;
CREATE INDEX former_states_act ON former_states (act_id) WHERE act_id IS NOT NULL;
