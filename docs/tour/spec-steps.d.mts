export function runSpecSteps(
  base: string,
  authorization: string,
): Promise<{ step: string; required: boolean; wrong: string[] }[]>;
