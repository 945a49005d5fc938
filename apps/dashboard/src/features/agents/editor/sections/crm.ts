import type { SectionDefinition } from '../setting-definition.ts';

export const crmSection: SectionDefinition = {
  id: 'crm',
  title: 'CRM',
  description: 'What the agent keeps in your CRM.',
  groups: [
    {
      title: 'GoHighLevel',
      isBuilt: false,
      settings: [
        {
          name: 'ghl_phone_number',
          label: 'Phone number',
          hint: 'The number GoHighLevel sends texts from.',
          control: { kind: 'text', type: 'tel', placeholder: '+1 212 555 0123' },
        },
      ],
    },
    {
      title: 'Tags',
      needs: 'add_tag',
      settings: [
        {
          name: 'ghl_tags',
          label: 'Tags it can add',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'tag',
            empty: 'No tags yet.',
            columns: [
              { key: 'name', label: 'Tag', control: 'text', required: true, placeholder: 'new patient', wide: true },
            ],
          },
        },
        {
          name: 'ghl_remove_tags',
          label: 'Tags it can remove',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'tag',
            empty: 'No tags yet.',
            columns: [
              { key: 'name', label: 'Tag', control: 'text', required: true, placeholder: 'no-show' },
              { key: 'condition', label: 'When', control: 'text', placeholder: 'They booked again' },
            ],
          },
        },
      ],
    },
    {
      title: 'Workflows and pipelines',
      needs: 'trigger_workflow',
      settings: [
        {
          name: 'ghl_workflows',
          label: 'Workflows it can start',
          wide: true,
          control: {
            kind: 'rows',
            noun: 'workflow',
            empty: 'No workflows yet.',
            columns: [
              { key: 'name', label: 'Name', control: 'text', required: true },
              { key: 'id', label: 'Workflow ID', control: 'text', required: true },
              { key: 'description', label: 'When to start it', control: 'text', wide: true },
            ],
          },
        },
        {
          name: 'ghl_pipelines',
          label: 'Pipelines for opportunities',
          wide: true,
          control: { kind: 'pipelines' },
        },
      ],
    },
  ],
};
