import { Command } from 'commander';
import { hex } from '../../bytes/hex.js';
import { describe } from '../../data/dataset.js';
import { loadModel, modelNames } from '../../model/model.js';
import { counted } from '../../words.js';
import { withExamples } from '../help.js';
import { print } from '../standardOutput.js';

export function modelsCommand(): Command {
  const command = new Command('models')
    .summary('list the models that come with the program')
    .description('Lists the models that come with the program, and the data they fit.')
    .option('--json', 'one JSON object a model, a line each')
    .action(({ json }: { json?: boolean }) => {
      for (const name of modelNames()) {
        const { spec, specDigest, weightsDigest } = loadModel(name);
        const { data, description = '' } = spec;
        const record = {
          name,
          data,
          description,
          specSha256: hex(specDigest),
          weightsSha256: hex(weightsDigest),
        };
        const fits = `${describe(data)}${data.levels ? `, ${counted(data.levels, 'value')}` : ''}`;
        print(json ? `${JSON.stringify(record)}\n` : `${name}\n  ${fits}\n  ${description}\n`);
      }
    });
  return withExamples(command, ['craystack models', 'names for -m, and what they fit']);
}
